/* The hash chain of the log: one canonical form, written by operations, recomputed by crm-audit verify. */
#ifndef CRM_CHAIN_H
#define CRM_CHAIN_H

#include <stdint.h>

#include <crm/store.h>

#define CRM_SHA 32

/* the last link: 32 zero bytes for an empty log */
int crm_chain_last(struct crm_store *s, unsigned char hash[CRM_SHA], int64_t *id, int64_t *next_customer);
/* the hash of one stored row, from all its columns but hash */
int crm_chain_hash(struct crm_store *s, int64_t id, unsigned char hash[CRM_SHA]);
int crm_chain_receipt_hash(struct crm_store *s, int64_t id, unsigned char hash[CRM_SHA]);
int crm_chain_change_hash(struct crm_store *s, int64_t id, unsigned char hash[CRM_SHA]);
/* 1 the undo data of an operation is what it wrote, 0 it is not (reported), -1 */
int crm_chain_change_whole(struct crm_store *s, int64_t id);
/* Recomputes everything; calls crm_finding for each fault.  *rows: operations seen.  0, or -1 store error */
int crm_chain_verify(struct crm_store *s, int64_t *rows);

#endif
