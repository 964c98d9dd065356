#include <crm/special.h>

#include <math.h>
#include <stddef.h>

enum { TERMS = 2000000, FRACTION_TERMS = 20000 };

static const double CLOSE = 1e-15;

static double series(double a, double b, double c, double z)
{
	double term = 1, sum = 1;

	for (int n = 0; n < TERMS; n++) {
		double ratio = (a + n) * (b + n) / ((c + n) * (1 + n)) * z;
		double q = fmax(z, fabs(ratio));

		term *= ratio;
		sum += term;
		/* beyond the negative parameters all terms have one sign and the ratio tends to z */
		if (q < 1 && a + n > 0 && b + n > 0 && fabs(term) * q / (1 - q) <= CLOSE * fabs(sum))
			return sum;
		if (term == 0)
			return sum;
	}
	return NAN;
}

double crm_hyp2f1(double a, double b, double c, double z)
{
	double v;

	if (!(z >= 0 && z < 1 && c > 0))
		return NAN;
	if (a + b > c)
		v = pow(1 - z, c - a - b) * series(c - a, c - b, c, z);
	else
		v = series(a, b, c, z);
	return isfinite(v) ? v : NAN;
}

double crm_hyp2f1_unit(double b, double c, double z)
{
	double d = 1, term = 1, sum = 1, root, limit;

	if (z < 0)
		return crm_hyp2f1_unit(c - b, c, z / (z - 1)) / (1 - z);
	root = sqrt(1 - z);
	limit = (1 - root) / (1 + root);
	for (int n = 1; n < FRACTION_TERMS; n++) {
		double k = n / 2, m = c + n - 2, q;
		double e = n == 1 ? b / c : (n & 1 ? (b + k) * (c + k - 1) : k * (c - b + k - 1)) / (m * (m + 1));

		d = 1 / (1 - e * z * d);
		term *= d - 1;
		sum += term;
		q = fmax(limit, d - 1);
		if (q < 1 && term * q <= CLOSE * sum * (1 - q))
			return sum;
	}
	return NAN;
}

double crm_digamma(double x)
{
	/* |B(2k)| / 2k; the signs alternate */
	static const double term[] = { 1. / 12, 1. / 120, 1. / 252, 1. / 240, 1. / 132, 691. / 32760, 1. / 12 };
	double shift = 0, tail = 0, y;

	for (; x < 10; x++)
		shift -= 1 / x;
	y = 1 / (x * x);
	for (size_t k = sizeof term / sizeof *term; k-- > 0;)
		tail = y * (term[k] - tail);
	return shift + log(x) - .5 / x - tail;
}
