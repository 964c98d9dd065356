#include <crm/maximise.h>

#include <float.h>
#include <math.h>
#include <string.h>

enum { N = CRM_MAXIMISE_MAX, STEPS = 200, HALVINGS = 40, POLISH = 6, IDLE = 2 };

static const double LIMIT = 14;                /* |ln p| beyond this is no inner maximum */
static const double LONGEST = 2;               /* a step in ln p */
static const double FLAT = 1e-10;              /* gradient over |log-likelihood| */
static const double GAIN = 1e-12;              /* smaller gains, over |log-likelihood|, are idle steps */
static const double NEAR = 1e-3;               /* a Hessian serves for points this near, in ln p */
static const double GRADIENT_STEP = 1e-4;
static const double HESSIAN_STEP = 1e-3;

struct search {
	crm_likelihood *f;
	void *model;
	size_t n;
	double u[N], g[N];     /* ln p and the gradient there */
	double value;
	double scale;          /* |log-likelihood| at the start: makes steps independent of its size */
};

static double evaluate(const struct search *s, const double *u, double *g)
{
	double p[N];

	for (size_t i = 0; i < s->n; i++) {
		if (fabs(u[i]) > LIMIT)
			return -INFINITY;
		p[i] = exp(u[i]);
	}
	return s->f(p, g, s->model);
}

void crm_numeric_gradient(crm_likelihood *f, void *model, size_t n, const double *p, double *gradient)
{
	double q[N];

	memcpy(q, p, n * sizeof *q);
	for (size_t i = 0; i < n; i++) {
		double up, down;

		q[i] = p[i] * exp(GRADIENT_STEP);
		up = f(q, NULL, model);
		q[i] = p[i] * exp(-GRADIENT_STEP);
		down = f(q, NULL, model);
		q[i] = p[i];
		gradient[i] = (up - down) / (2 * GRADIENT_STEP);
	}
}

static double dot(const double *a, const double *b, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

static double largest(const double *a, size_t n)
{
	double most = 0;

	for (size_t i = 0; i < n; i++)
		most = fmax(most, fabs(a[i]));
	return most;
}

static void times(double m[N][N], const double *v, double *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[i] = dot(m[i], v, n);
}

/* goes along d as far as it gains enough (Armijo); 1 moved, 0 no gain */
static int line_search(struct search *s, const double *d)
{
	double slope = dot(s->g, d, s->n), length = largest(d, s->n);
	double step = length > LONGEST ? LONGEST / length : 1;

	if (!(slope > 0))
		return 0;
	for (int i = 0; i < HALVINGS; i++, step /= 2) {
		double u[N], g[N], value;

		for (size_t k = 0; k < s->n; k++)
			u[k] = s->u[k] + step * d[k];
		value = evaluate(s, u, NULL);
		if (!isfinite(value) || value < s->value + 1e-4 * step * slope)
			continue;
		s->value = evaluate(s, u, g);
		memcpy(s->u, u, sizeof u);
		memcpy(s->g, g, sizeof g);
		return 1;
	}
	return 0;
}

static void unit(double h[N][N], double size)
{
	memset(h, 0, sizeof(double) * N * N);
	for (int i = 0; i < N; i++)
		h[i][i] = size;
}

/* BFGS of the inverse Hessian of -f; y is the fall of the gradient along the step v */
static void update(double h[N][N], const double *v, const double *y, size_t n)
{
	double vy = dot(v, y, n), hy[N], yhy;

	if (!(vy > 1e-14 * sqrt(dot(v, v, n) * dot(y, y, n))))
		return;
	times(h, y, hy, n);
	yhy = dot(y, hy, n);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			h[i][j] += (1 + yhy / vy) * v[i] * v[j] / vy - (hy[i] * v[j] + v[i] * hy[j]) / vy;
}

static void climb(struct search *s)
{
	double h[N][N];
	int fresh = 1, idle = 0;

	unit(h, 1 / s->scale);
	for (int i = 0; i < STEPS && idle < IDLE && largest(s->g, s->n) > FLAT * s->scale; i++) {
		double d[N], v[N], y[N], before = s->value;

		times(h, s->g, d, s->n);
		memcpy(v, s->u, sizeof v);
		memcpy(y, s->g, sizeof y);
		if (!line_search(s, d)) {
			if (fresh)
				return;
			unit(h, 1 / s->scale);         /* once more along the gradient */
			fresh = 1;
			continue;
		}
		idle = s->value - before < GAIN * s->scale ? idle + 1 : 0;
		for (size_t k = 0; k < s->n; k++) {
			v[k] = s->u[k] - v[k];
			y[k] -= s->g[k];
		}
		if (fresh)
			unit(h, fmax(dot(v, y, s->n), DBL_MIN) / fmax(dot(y, y, s->n), DBL_MIN));
		update(h, v, y, s->n);
		fresh = 0;
	}
}

/* information = -Hessian by ln p; 0 or -1: it could not be computed */
static int information(const struct search *s, double m[N][N])
{
	double u[N], up[N], down[N];

	for (size_t i = 0; i < s->n; i++) {
		memcpy(u, s->u, sizeof u);
		u[i] = s->u[i] + HESSIAN_STEP;
		if (!isfinite(evaluate(s, u, up)))
			return -1;
		u[i] = s->u[i] - HESSIAN_STEP;
		if (!isfinite(evaluate(s, u, down)))
			return -1;
		for (size_t j = 0; j < s->n; j++)
			m[i][j] = (down[j] - up[j]) / (2 * HESSIAN_STEP);
	}
	for (size_t i = 0; i < s->n; i++)
		for (size_t j = 0; j < i; j++)
			m[i][j] = m[j][i] = (m[i][j] + m[j][i]) / 2;
	return 0;
}

/* inverse of a positive definite matrix by its Cholesky factor; -1: it is not one */
static int invert(double m[N][N], double inverse[N][N], size_t n)
{
	double l[N][N] = { { 0 } };

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j <= i; j++) {
			double v = m[i][j] - dot(l[i], l[j], j);

			if (i == j && !(v > 1e-12 * m[i][i]))
				return -1;
			l[i][j] = i == j ? sqrt(v) : v / l[j][j];
		}
	for (size_t c = 0; c < n; c++) {
		double x[N] = { 0 };

		for (size_t i = 0; i < n; i++)
			x[i] = ((i == c) - dot(l[i], x, i)) / l[i][i];
		for (size_t i = n; i-- > 0;) {
			for (size_t k = i + 1; k < n; k++)
				x[i] -= l[k][i] * x[k];
			x[i] /= l[i][i];
			inverse[i][c] = x[i];
		}
	}
	return 0;
}

/* Newton steps with one Hessian as long as they gain; how far they went */
static double polish(struct search *s, double inverse[N][N])
{
	double far = 0;

	for (int i = 0; i < POLISH; i++) {
		double d[N], u[N], g[N], value;

		times(inverse, s->g, d, s->n);
		if (largest(d, s->n) < 1e-9 || largest(d, s->n) > LONGEST)
			break;
		for (size_t k = 0; k < s->n; k++)
			u[k] = s->u[k] + d[k];
		value = evaluate(s, u, g);
		if (!(value >= s->value - 1e-13 * s->scale) || largest(g, s->n) >= largest(s->g, s->n))
			break;
		far += largest(d, s->n);
		s->value = value;
		memcpy(s->u, u, sizeof u);
		memcpy(s->g, g, sizeof g);
	}
	return far;
}

int crm_maximise(crm_likelihood *f, void *model, size_t n, struct crm_maximum *m)
{
	struct search s = { .f = f, .model = model, .n = n };
	double info[N][N], inverse[N][N];
	int inner = 0, rounds = 0;

	for (size_t i = 0; i < n; i++)
		s.u[i] = log(m->p[i]);
	s.value = evaluate(&s, s.u, s.g);
	s.scale = fmax(fabs(s.value), 1);
	if (!isfinite(s.value))
		return -1;
	climb(&s);
	for (double far = INFINITY; far > NEAR;) {
		inner = information(&s, info) == 0 && invert(info, inverse, n) == 0;
		if (!inner || rounds++ == POLISH)
			break;
		far = polish(&s, inverse);
	}
	m->loglik = s.value;
	m->converged = inner && largest(s.g, n) < 1e-6 * s.scale && largest(s.u, n) < LIMIT - 1;
	for (size_t i = 0; i < n; i++) {
		m->p[i] = exp(s.u[i]);
		m->se[i] = m->converged ? m->p[i] * sqrt(inverse[i][i]) : NAN;
	}
	return 0;
}
