/* Segments from a site's own file. */
#ifndef CRM_SEGMENT_FILE_H
#define CRM_SEGMENT_FILE_H

#include <crm/segment.h>

/* file NULL: the built-in ones.  0 or -1 (reported); release in both cases. */
int crm_segment_file(struct crm_segments *s, const char *file);

#endif
