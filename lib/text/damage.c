#include <crm/damage.h>

#include <string.h>

/* what a formula that failed, or a column that was too narrow (####), leaves in the CSV that is saved from a sheet */
int crm_damage_failed(const char *s)
{
	size_t n = strspn(s, "#");
	static const char *const failures[] = { "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!" };

	if (!n)
		return 0;
	for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
		if (!strcmp(s, failures[i]))
			return 1;
	return n > 2 && !s[n];
}

/* Text that went through a wrong decoder before: U+FFFD, or UTF-8 read as CP932 (縺 繧 繝 are the first
 * bytes of kana) or as Latin-1 (ã and a control character), CP932 read as Windows-1252 (ƒ and ‚ are those
 * of kana). */
int crm_damage_mojibake(const char *s)
{
	static const char *const broken[] = { "縺", "繧", "繝", "ƒ", "‚" };
	int n = 0;

	for (s = strpbrk(s, "\xE7\xEF\xC3\xC6\xE2"); s; s = strpbrk(s + 1, "\xE7\xEF\xC3\xC6\xE2")) {
		if (!strncmp(s, "\xEF\xBF\xBD", 3))
			return 1;
		if (!strncmp(s, "\xC3\xA3\xC2", 3) && (unsigned char)s[3] >= 0x81 && (unsigned char)s[3] <= 0x83)
			return 1;
		for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
			n += !strncmp(s, broken[i], strlen(broken[i]));
	}
	return n >= 2;
}

/* A program that took the second byte of 表 in CP932 for a backslash has put another one behind it.  Here are all
 * characters of CP932 with that byte. */
int crm_damage_escaped(const char *s)
{
	static const char trap[] = "―ソЫⅨ噂浬欺圭構蚕十申曾箪貼能表暴予禄兔喀媾彌拿杤歃濬畚秉綵臀藹觸軆鐔饅鷭偆砡纊犾";
	const char *from = s, *p;

	for (s = strchr(s, '\\'); s; s = strchr(s + 1, '\\')) {
		char one[5] = "";

		for (p = s; p > from && s - p < 4 && (p == s || ((unsigned char)*p & 0xC0) == 0x80); p--)
			;
		memcpy(one, p, (size_t)(s - p));
		if (s - p > 1 && strstr(trap, one))
			return 1;
	}
	return 0;
}
