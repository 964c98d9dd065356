#include <crm/chart.h>
#include <crm/runes.h>

#include <stdlib.h>
#include <string.h>

enum { PERIODS = 13, NAMES = 32, NARROWEST = 10 };

/* columns on a terminal: East Asian wide characters take two */
static int width_of(const char *s)
{
	int w = 0;
	uint32_t c;

	while ((c = crm_runes_next(&s)))
		w += c >= 0x1100 && (c < 0x2000 || c >= 0x2e80) ? 2 : 1;
	return w;
}

static void pad(struct crm_buf *out, int n)
{
	while (n-- > 0)
		crm_buf_putc(out, ' ');
}

static const char *cell(const struct crm_grid *g, size_t row, int column)
{
	return crm_grid_row(g, row)[column].s;
}

static double number(const struct crm_grid *g, size_t row, int column)
{
	return strtod(cell(g, row, column), NULL);
}

/* a bar of eighths of a character; the characters it takes */
static int bar(struct crm_buf *out, int eighths)
{
	static const char *const part[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };

	for (int i = 0; i < eighths / 8; i++)
		crm_buf_puts(out, "█");
	crm_buf_puts(out, part[eighths % 8]);
	return (eighths + 7) / 8;
}

/* a column of numbers, drawn as bars behind them */
struct bars {
	int column, digits, room;
	double most;
};

/* columns that a cell of the column needs at most, with its name */
static int widest(const struct crm_grid *g, int column)
{
	int w = width_of(g->fields.name[column]);

	for (size_t i = 0; i < crm_grid_rows(g); i++)
		w = width_of(cell(g, i, column)) > w ? width_of(cell(g, i, column)) : w;
	return w;
}

static void measure(const struct crm_grid *g, struct bars *b)
{
	b->digits = widest(g, b->column);
	b->most = 0;
	for (size_t i = 0; i < crm_grid_rows(g); i++)
		b->most = number(g, i, b->column) > b->most ? number(g, i, b->column) : b->most;
}

static void put_bar(const struct crm_grid *g, size_t row, const struct bars *b, int last, struct crm_buf *out)
{
	double v = number(g, row, b->column);
	int used;

	pad(out, 2 + b->digits - width_of(cell(g, row, b->column)));
	crm_buf_puts(out, cell(g, row, b->column));
	crm_buf_putc(out, ' ');
	used = bar(out, b->most > 0 && v > 0 ? (int)(v / b->most * b->room * 8 + .5) : 0);
	if (!last)
		pad(out, b->room - used);
}

/* customers and what they brought, side by side */
static void bars(const struct crm_grid *g, int width, struct crm_buf *out)
{
	struct bars b[] = { { .column = crm_fields_find(&g->fields, "customers") },
			    { .column = crm_fields_find(&g->fields, "revenue") } };
	int n = b[1].column < 0 ? 1 : 2, label = widest(g, 0);

	width -= label;
	for (int k = 0; k < n; k++) {
		measure(g, &b[k]);
		width -= b[k].digits + 3;
	}
	crm_buf_puts(out, g->fields.name[0]);
	pad(out, label - width_of(g->fields.name[0]));
	for (int k = 0; k < n; k++) {
		b[k].room = width / n > NARROWEST ? width / n : NARROWEST;
		pad(out, 2 + b[k].digits - width_of(g->fields.name[b[k].column]));
		crm_buf_puts(out, g->fields.name[b[k].column]);
		pad(out, k + 1 < n ? b[k].room + 1 : 0);
	}
	for (size_t i = 0; i < crm_grid_rows(g); i++) {
		crm_buf_putc(out, '\n');
		crm_buf_puts(out, cell(g, i, 0));
		pad(out, label - width_of(cell(g, i, 0)));
		for (int k = 0; k < n; k++)
			put_bar(g, i, &b[k], k + 1 == n, out);
	}
	crm_buf_putc(out, '\n');
}

/* one shade for each fifth */
static void heat_cell(struct crm_buf *out, double share)
{
	static const char *const shade[] = { " ", "░", "▒", "▓", "█", "█" };

	crm_buf_printf(out, " %3.0f%s", share * 100, shade[(int)(share * 5)]);
}

static void heat(const struct crm_grid *g, struct crm_buf *out)
{
	int later = crm_fields_find(&g->fields, "later"), customers = crm_fields_find(&g->fields, "customers");
	int retention = crm_fields_find(&g->fields, "retention");

	crm_buf_puts(out, "% who came back, by periods later\ncohort  customers");
	for (int i = 0; i < PERIODS; i++)
		crm_buf_printf(out, " %3d ", i);
	for (size_t i = 0; i < crm_grid_rows(g); i++) {
		if (number(g, i, later) == 0)
			crm_buf_printf(out, "\n%-7s %9s", cell(g, i, 0), cell(g, i, customers));
		if (number(g, i, later) < PERIODS)
			heat_cell(out, number(g, i, retention));
	}
	crm_buf_putc(out, '\n');
}

int crm_chart_text(const struct crm_grid *g, int width, struct crm_buf *out)
{
	int customers = crm_fields_find(&g->fields, "customers");

	if (customers < 0)
		return -1;
	if (crm_fields_find(&g->fields, "cohort") == 0)
		heat(g, out);
	else
		bars(g, width, out);
	return 0;
}

/* a string of gnuplot's, single quotes doubled */
static void quoted(struct crm_buf *out, const char *s)
{
	crm_buf_putc(out, '\'');
	for (; *s; s++) {
		if (*s == '\'')
			crm_buf_putc(out, '\'');
		crm_buf_putc(out, *s == '\n' ? ' ' : *s);
	}
	crm_buf_putc(out, '\'');
}

/* names of cohorts at their rows, as many as there is room for */
static void name_rows(const struct crm_grid *g, int later, struct crm_buf *out)
{
	size_t cohorts = 0, row = 0, step;

	for (size_t i = 0; i < crm_grid_rows(g); i++)
		cohorts += number(g, i, later) == 0;
	step = cohorts / NAMES + 1;
	for (size_t i = 0; i < crm_grid_rows(g); i++) {
		if (number(g, i, later) != 0)
			continue;
		if (row % step == 0) {
			crm_buf_puts(out, row ? ", " : "");
			quoted(out, cell(g, i, 0));
			crm_buf_printf(out, " %zu", row);
		}
		row++;
	}
}

static void plot_heat(const struct crm_grid *g, struct crm_buf *out)
{
	int later = crm_fields_find(&g->fields, "later"), retention = crm_fields_find(&g->fields, "retention");
	size_t row = 0;

	crm_buf_puts(out, "set palette defined (0 'white', 1 '#08519c'); set cbrange [0:100]\n"
			  "set yrange [] reverse\n"
			  "set xlabel 'periods later'; set cblabel '% who came back'; unset key\nset ytics (");
	name_rows(g, later, out);
	/* boxes, as `with image` wants every cell of a rectangle, in order: later periods are yet to come */
	crm_buf_puts(out, ")\nplot '-' using 1:2:(.5):(.5):3 with boxxyerror fillstyle solid linecolor palette\n");
	for (size_t i = 0; i < crm_grid_rows(g); i++) {
		row += i > 0 && number(g, i, later) == 0;
		if (number(g, i, later) > 0)   /* the first period is always 100 % */
			crm_buf_printf(out, "%s %zu %.2f\n", cell(g, i, later), row, 100 * number(g, i, retention));
	}
	crm_buf_puts(out, "e\n");
}

static void plot_bars(const struct crm_grid *g, int column, struct crm_buf *out)
{
	crm_buf_puts(out, "set style fill solid .8; set boxwidth .7; set yrange [0:]; unset key\n"
			  "set xtics rotate by -30\n"
			  "set ylabel 'customers'\nset xtics (");
	for (size_t i = 0; i < crm_grid_rows(g); i++) {
		crm_buf_puts(out, i ? ", " : "");
		quoted(out, cell(g, i, 0));
		crm_buf_printf(out, " %zu", i);
	}
	crm_buf_puts(out, ")\nplot '-' using 1:2 with boxes linecolor rgb '#08519c'\n");
	for (size_t i = 0; i < crm_grid_rows(g); i++)
		crm_buf_printf(out, "%zu %s\n", i, cell(g, i, column));
	crm_buf_puts(out, "e\n");
}

int crm_chart_gnuplot(const struct crm_grid *g, struct crm_buf *out)
{
	int customers = crm_fields_find(&g->fields, "customers");

	if (customers < 0 || crm_grid_rows(g) == 0)
		return -1;
	crm_buf_puts(out, "set terminal svg size 900,500 dynamic; set output\n");
	if (crm_fields_find(&g->fields, "cohort") == 0)
		plot_heat(g, out);
	else
		plot_bars(g, customers, out);
	return 0;
}
