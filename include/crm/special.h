/* Special functions of the customer models. */
#ifndef CRM_SPECIAL_H
#define CRM_SPECIAL_H

/* Gauss' hypergeometric function 2F1(a, b; c; z) for 0 <= z < 1 and c > 0, by its series; when
 * a + b > c the series of Euler's transformation (1-z)^(c-a-b) 2F1(c-a, c-b; c; z) is summed instead
 * (DLMF 15.2.1, 15.8.1).  Summation stops when a bound of the rest, |term| q/(1-q) with q the larger
 * of z and the ratio of the last two terms, is below 1e-15 of the sum.  NAN: not within 2,000,000
 * terms (z above about 0.9999), or a result beyond double. */
double crm_hyp2f1(double a, double b, double c, double z);

/* 2F1(1, b; c; z) for 0 <= b < c and z < 1, by Gauss' continued fraction (DLMF 15.7.1 with a = 1) in
 * Steed's form, after Pfaff's transformation for z < 0 (DLMF 15.8.1).  The fraction is a sum of
 * positive terms whose ratio tends to q = (1 - sqrt(1-z)) / (1 + sqrt(1-z)); the bound of the rest is
 * as above.  NAN: not within 20,000 terms (1 - z below about 1e-6). */
double crm_hyp2f1_unit(double b, double c, double z);

/* psi(x) = d/dx ln Gamma(x) for x > 0, to about 1e-14 (DLMF 5.11.2, 5.5.2) */
double crm_digamma(double x);

#endif
