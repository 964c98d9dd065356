#include <crm/message_id.h>

#include <string.h>

#include <sodium.h>

#include <crm/mailbox.h>

enum { DIGEST = 20 };

static void base32(struct crm_buf *out, const unsigned char digest[DIGEST])
{
	for (int bit = 0; bit < DIGEST * 8; bit += 5) {
		unsigned next = bit / 8 + 1 < DIGEST ? digest[bit / 8 + 1] : 0;
		unsigned two = (unsigned)digest[bit / 8] << 8 | next;

		crm_buf_putc(out, "abcdefghijklmnopqrstuvwxyz234567"[two >> (11 - bit % 8) & 31]);
	}
}

int crm_message_id(const char *campaign, const char *recipient, const void *secret, size_t n,
		   const char *from, struct crm_buf *out)
{
	struct crm_buf text = CRM_BUF_INIT, name = CRM_BUF_INIT, address = CRM_BUF_INIT;
	unsigned char digest[DIGEST];
	int result = -1;

	if (!crm_mailbox_parse(from, &name, &address)) {
		/* each part with its NUL, so that no two pairs run together to the same bytes */
		crm_buf_add(&text, "m", 2);
		crm_buf_add(&text, campaign, strlen(campaign) + 1);
		crm_buf_add(&text, recipient, strlen(recipient) + 1);
		result = crypto_generichash(digest, sizeof digest, (const unsigned char *)text.s, text.n,
					    secret, n);
	}
	if (!result) {
		base32(out, digest);
		crm_buf_puts(out, strrchr(address.s, '@'));
	}
	crm_buf_release(&text);
	crm_buf_release(&name);
	crm_buf_release(&address);
	return result;
}
