/* What a Japanese advertising mail must show: 特定電子メールの送信の適正化等に関する法律 第4条 and
 * 施行規則 第9条.  Found by the words that mails use for it, so a hint and no legal advice.
 *
 *	sender     氏名又は名称: the From name, or 送信者/発行者/株式会社 … in the text      (4条1号)
 *	refusal    受信拒否の通知を受けるためのメールアドレス又はURL, near a word like 配信停止  (4条2号)
 *	notice     受信拒否の通知ができる旨                                                (規則9条1号)
 *	postal     送信者の住所                                                           (規則9条2号)
 *	contact    苦情・問合せを受け付ける電話番号、メールアドレス又はURL                  (規則9条3号)
 *	one-click  List-Unsubscribe header: not the law, but Gmail and Yahoo ask for it (RFC 2369, 8058) */
#ifndef CRM_MAIL_LINT_H
#define CRM_MAIL_LINT_H

#include <crm/template.h>

enum {
	CRM_LINT_SENDER = 1, CRM_LINT_REFUSAL = 2, CRM_LINT_NOTICE = 4, CRM_LINT_POSTAL = 8,
		CRM_LINT_CONTACT = 16,
	CRM_LINT_ONE_CLICK = 32, CRM_LINT_ALL = 63
};

/* the items that are missing, or'ed; 0: all there */
unsigned crm_mail_lint(const char *from, const char *list_unsubscribe, const char *body);

/* what one missing item means, in English with the law's place; item is one bit */
const char *crm_mail_lint_text(unsigned item);

/* lints the template's own text and warns on each missing item; returns how many */
int crm_mail_lint_template(const struct crm_template *t, const char *file);

#endif
