/* Reports drawn: bars and a heat table as text for a terminal, or a script for gnuplot. */
#ifndef CRM_CHART_H
#define CRM_CHART_H

#include <crm/buf.h>
#include <crm/grid.h>

/* Appends the drawing, `width` columns wide: a grid that begins with a column cohort becomes a table of
 * retention in percent, shaded; one with a column customers becomes bars of it, and of revenue where there is
 * such a column, labelled by its first column.  0; -1: neither (nothing is appended, not reported). */
int crm_chart_text(const struct crm_grid *g, int width, struct crm_buf *out);
/* the same as a gnuplot script that writes SVG to its standard output */
int crm_chart_gnuplot(const struct crm_grid *g, struct crm_buf *out);

#endif
