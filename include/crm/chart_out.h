/* Drawings on their way out: to the terminal, or through gnuplot (a program of its own, optional) to a
 * file. */
#ifndef CRM_CHART_OUT_H
#define CRM_CHART_OUT_H

#include <crm/grid.h>

/* 1: stdout is a terminal and the report was drawn on it; 0: it is none, or the report has no drawing:
 * print it as records */
int crm_chart_terminal(const struct crm_grid *g);
/* 0 or -1 (reported: no gnuplot, no room, a report without a drawing) */
int crm_chart_svg(const struct crm_grid *g, const char *file);

#endif
