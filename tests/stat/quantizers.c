/* What the quantizers keep of a million jointly normal pairs and how often the ends'
 * bits differ, against integrals over the normal cells (reference/keygen 3.5), every
 * row at every correlation. The draws are the same for all rows; the seed is fixed.
 *
 * Bounds are 5 standard errors of the counted samples plus half a unit of the last
 * published digit. The ends' own thresholds err by 1 / sqrt(N) too; around the
 * symmetric integral that moves a share by less than its standard error. */
#include "kgen/quantizers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "kgen/series.h"

enum {
    N = 1000000,
    N_RHO = 8
};

static const double rho[N_RHO] = {0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999};

/* Standard normals, a stream each; the envelope takes two for an end. */
static double *normal[4];
static double *value[2]; /* what the ends have */

static double *draw(uint64_t stream)
{
    const phw_rng rng = {9, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x71746e), stream};
    float *single = malloc(N * sizeof *single);
    double *out = malloc(N * sizeof *out);
    cr_assert(single != NULL && out != NULL);
    phw_rng_normal(single, &rng, 0, N);
    for (size_t i = 0; i < N; ++i)
        out[i] = (double)single[i];
    free(single);
    return out;
}

static void set_up(void)
{
    for (unsigned i = 0; i < 4; ++i)
        normal[i] = draw(i);
    value[0] = malloc(N * sizeof(double));
    value[1] = malloc(N * sizeof(double));
    cr_assert(value[0] != NULL && value[1] != NULL);
}

static void tear_down(void)
{
    for (unsigned i = 0; i < 4; ++i)
        free(normal[i]);
    free(value[0]);
    free(value[1]);
}

TestSuite(quantizers, .init = set_up, .fini = tear_down);

static void set_real(double r)
{
    for (size_t i = 0; i < N; ++i) {
        value[0][i] = normal[0][i];
        value[1][i] = r * normal[0][i] + sqrt(1 - r * r) * normal[1][i];
    }
}

/* |h|^2 of complex correlation r: a rising function of the envelope. */
static void set_envelope(double r)
{
    const double s = sqrt(1 - r * r);
    for (size_t i = 0; i < N; ++i) {
        const double re = r * normal[0][i] + s * normal[1][i];
        const double im = r * normal[2][i] + s * normal[3][i];
        value[0][i] = normal[0][i] * normal[0][i] + normal[2][i] * normal[2][i];
        value[1][i] = re * re + im * im;
    }
}

/* Both ends' symbols where both keep. */
typedef struct outcome {
    phw_symbols end[2];
    unsigned n_bits;
    double kept;
    double errors; /* mean share of a kept symbol's bits that differ */
    double spread; /* its standard deviation */
    double wrong;  /* share of kept symbols that differ */
} outcome;

/* `entry` is name:settings. */
static void quantize(outcome *out, const char *entry)
{
    char name[40] = {0};
    const size_t length = strcspn(entry, ":");
    const char *settings = entry[length] == ':' ? entry + length + 1 : "";
    const phw_quantizer *q = NULL;
    cr_assert_lt(length, sizeof name);
    memcpy(name, entry, length);
    phw_params params;
    cr_assert_eq(phw_quantizer_find(&q, name), PHW_OK);
    cr_assert_eq(phw_params_read(&params, q->params, q->n_params, settings), PHW_OK,
                 "%s", phw_error_message());
    const unsigned m = q->n_bits(&params);
    uint8_t *said = NULL;
    *out = (outcome){.n_bits = m};
    if (phw_quantizer_said_bits(q, &params, m) > 0) {
        said = malloc(N);
        cr_assert_eq(q->announce(said, value[0], N, m, &params), PHW_OK);
    }
    for (unsigned end = 0; end < 2; ++end)
        cr_assert_eq(
            q->label(&out->end[end], value[end], N, m, &params, end == 0, said),
            PHW_OK);
    out->end[0].said = said;
}

static void count(outcome *out, bool natural)
{
    double square = 0;
    for (size_t i = 0; i < N; ++i) {
        if (!out->end[0].keep[i] || !out->end[1].keep[i])
            continue;
        unsigned a = out->end[0].symbol[i];
        unsigned b = out->end[1].symbol[i];
        for (unsigned shift = 1; natural && shift < out->n_bits; shift *= 2) {
            a ^= a >> shift;
            b ^= b >> shift;
        }
        const double share = (double)__builtin_popcount(a ^ b) / (double)out->n_bits;
        out->kept += 1;
        out->errors += share;
        square += share * share;
        out->wrong += a != b;
    }
    out->errors /= out->kept;
    out->wrong /= out->kept;
    out->spread = sqrt(square / out->kept - out->errors * out->errors);
}

static void release(outcome *out)
{
    phw_symbols_free(&out->end[0]);
    phw_symbols_free(&out->end[1]);
}

/* One row of the table. Figures of 0 mean that none may differ. */
typedef struct row {
    const char *entry;
    double figure[N_RHO];
} row;

static const row natural = {
    "cdf:bits=2",
    {0.388284, 0.334091, 0.297781, 0.237895, 0.178605, 0.114495, 0.080927, 0.025576}};

/* Six digits. */
static const row errors[] = {
    {"median",
     {0.333333, 0.253183, 0.204833, 0.143566, 0.101083, 0.063769, 0.045053, 0.014236}},
    {"cdf:bits=2",
     {0.390065, 0.314868, 0.261143, 0.185560, 0.130903, 0.082640, 0.058400, 0.018458}},
    {"cdf:bits=3",
     {0.422118, 0.366164, 0.323085, 0.250588, 0.184144, 0.117361, 0.082961, 0.026223}},
    {"cdf:bits=4",
     {0.440523, 0.396888, 0.362715, 0.303545, 0.245047, 0.172927, 0.125909, 0.040011}},
    {"guard:alpha=0.5:sides=one",
     {0.264667, 0.158296, 0.099677, 0.037695, 0.009713, 5.04e-4, 9e-6, 0}},
    {"guard:alpha=0.6:sides=one",
     {0.250808, 0.141190, 0.083131, 0.026321, 0.004938, 1.07e-4, 0, 0}},
};

/* Three digits. */
static const row rough[] = {
    {"guard:alpha=0.2",
     {2.76e-1, 1.73e-1, 1.15e-1, 4.99e-2, 1.65e-2, 1.74e-3, 9.81e-5, 0}},
    {"guard:alpha=0.5",
     {1.82e-1, 7.12e-2, 2.83e-2, 3.26e-3, 1.03e-4, 1.53e-8, 2e-14, 0}},
    {"cqa:bits=1",
     {3.80e-1, 2.81e-1, 2.07e-1, 1.04e-1, 4.00e-2, 6.17e-3, 6.66e-4, 2e-15}},
    {"cqa:bits=2",
     {4.06e-1, 3.25e-1, 2.63e-1, 1.73e-1, 1.03e-1, 3.98e-2, 1.39e-2, 1.96e-6}},
    {"cqa:bits=3",
     {4.30e-1, 3.72e-1, 3.26e-1, 2.47e-1, 1.74e-1, 9.84e-2, 5.66e-2, 1.15e-3}},
    {"maq:bits=2",
     {4.06e-1, 3.25e-1, 2.63e-1, 1.73e-1, 1.03e-1, 3.98e-2, 1.39e-2, 1.96e-6}},
};

static const row envelopes[] = {
    {"median",
     {0.432937, 0.352851, 0.292598, 0.208850, 0.148157, 0.093854, 0.066397, 0.021005}},
    {"cdf:bits=2",
     {0.461082, 0.408565, 0.359805, 0.272854, 0.197032, 0.125264, 0.088688, 0.028077}},
    {"cdf:bits=3",
     {0.472880, 0.435575, 0.400524, 0.334887, 0.265653, 0.179357, 0.128045, 0.040577}},
};

static const row keeps[] = {
    {"guard:alpha=0.2",
     {0.711850, 0.717709, 0.723888, 0.737578, 0.754895, 0.780339, 0.797399, 0.827526}},
    {"guard:alpha=0.5",
     {0.399235, 0.425508, 0.449860, 0.492258, 0.528019, 0.560823, 0.577324, 0.604512}},
    {"guard:alpha=1",
     {0.132593, 0.168984, 0.195386, 0.230981, 0.256260, 0.278698, 0.290007, 0.308676}},
    {"guard:alpha=0.5:sides=one",
     {0.617075, 0.617075, 0.617075, 0.617075, 0.617075, 0.617075, 0.617075, 0.617075}},
    {"guard:alpha=0.6:sides=one",
     {0.548506, 0.548506, 0.548506, 0.548506, 0.548506, 0.548506, 0.548506, 0.548506}},
};

/* `digits` is half a unit of the last one published, or a share of the figure. */
static void check_errors(const row *r, size_t k, bool by_nature, double digits)
{
    outcome o;
    quantize(&o, r->entry);
    count(&o, by_nature);
    /* Of a rare error the count's own spread may be 0. */
    const double rare = sqrt(r->figure[k] / (double)o.n_bits);
    cr_expect_float_eq(
        o.errors, r->figure[k], 5 * fmax(o.spread, rare) / sqrt(o.kept) + digits,
        "%s at %g: %.6f, expected %.6f", r->entry, rho[k], o.errors, r->figure[k]);
    release(&o);
}

static void check_keep(const row *r, size_t k)
{
    outcome o;
    quantize(&o, r->entry);
    count(&o, false);
    const double p = r->figure[k];
    cr_expect_float_eq(o.kept / N, p, 5 * sqrt(p * (1 - p) / N) + 5e-7,
                       "%s at %g keeps %.6f, expected %.6f", r->entry, rho[k],
                       o.kept / N, p);
    release(&o);
}

Test(quantizers, err_on_normal_pairs_as_the_integrals_say)
{
    for (size_t k = 0; k < N_RHO; ++k) {
        set_real(rho[k]);
        check_errors(&natural, k, true, 5e-7);
        for (size_t i = 0; i < sizeof errors / sizeof *errors; ++i)
            check_errors(&errors[i], k, false, 5e-7);
    }
}

Test(quantizers, err_with_guards_and_two_maps_as_the_integrals_say)
{
    for (size_t k = 0; k < N_RHO; ++k) {
        set_real(rho[k]);
        for (size_t i = 0; i < sizeof rough / sizeof *rough; ++i)
            check_errors(&rough[i], k, false, 0.005 * rough[i].figure[k]);
    }
}

Test(quantizers, keep_of_normal_pairs_what_the_integrals_say)
{
    for (size_t k = 0; k < N_RHO; ++k) {
        set_real(rho[k]);
        for (size_t i = 0; i < sizeof keeps / sizeof *keeps; ++i)
            check_keep(&keeps[i], k);
    }
}

Test(quantizers, err_on_rayleigh_envelopes_as_the_integrals_say)
{
    for (size_t k = 0; k < N_RHO; ++k) {
        set_envelope(rho[k]);
        for (size_t i = 0; i < sizeof envelopes / sizeof *envelopes; ++i)
            check_errors(&envelopes[i], k, false, 5e-7);
    }
}

/* Plug-in mutual information of the ends' symbols less its bias
 * (k - 1)^2 / (2 N ln 2) (Miller and Madow), and the deviation of its terms. */
static double information(double *spread, const outcome *o)
{
    const unsigned size = 1U << o->n_bits;
    double both[16][16] = {{0}};
    double a[16] = {0};
    double b[16] = {0};
    for (size_t i = 0; i < N; ++i) {
        ++both[o->end[0].symbol[i]][o->end[1].symbol[i]];
        ++a[o->end[0].symbol[i]];
        ++b[o->end[1].symbol[i]];
    }
    double sum = 0;
    double square = 0;
    for (unsigned i = 0; i < size; ++i) {
        for (unsigned j = 0; j < size; ++j) {
            if (both[i][j] == 0)
                continue;
            const double term = log2(both[i][j] * N / (a[i] * b[j]));
            sum += both[i][j] / N * term;
            square += both[i][j] / N * term * term;
        }
    }
    *spread = sqrt(square - sum * sum);
    return sum - (size - 1.0) * (size - 1.0) / (2 * N * M_LN2);
}

Test(quantizers, keep_the_mutual_information_that_the_integrals_say)
{
    static const struct {
        const char *entry;
        double bits[N_RHO];
    } table[] = {
        {"cdf:bits=1",
         {0.08170, 0.18372, 0.26851, 0.40650, 0.52758, 0.65777, 0.73500, 0.89228}},
        {"cdf:bits=2",
         {0.15098, 0.34412, 0.50818, 0.77901, 1.01390, 1.26117, 1.41426, 1.75091}},
        {"cdf:bits=3",
         {0.18370, 0.42455, 0.63607, 1.00595, 1.35870, 1.76005, 2.00103, 2.54316}},
        {"cdf:bits=4",
         {0.19756, 0.45971, 0.69355, 1.11387, 1.53629, 2.06534, 2.42188, 3.23622}},
    };

    for (size_t k = 0; k < N_RHO; ++k) {
        set_real(rho[k]);
        for (size_t i = 0; i < sizeof table / sizeof *table; ++i) {
            outcome o;
            double spread = 0;
            quantize(&o, table[i].entry);
            const double bits = information(&spread, &o);
            cr_expect_float_eq(bits, table[i].bits[k], 5 * spread / sqrt(N) + 5e-6,
                               "%s at %g: %.5f bits, expected %.5f", table[i].entry,
                               rho[k], bits, table[i].bits[k]);
            release(&o);
        }
    }
}

/* I = -1/2 log2(1 - r^2) of the counted correlation, whose standard error
 * (1 - r^2) / sqrt(N) becomes r / (ln 2 sqrt(N)). */
Test(quantizers, are_fed_pairs_of_the_published_information)
{
    static const double bits[N_RHO] = {0.20752, 0.48572, 0.73697, 1.19796,
                                       1.67923, 2.32918, 2.82554, 4.48325};
    for (size_t k = 0; k < N_RHO; ++k) {
        double r = 0;
        set_real(rho[k]);
        cr_assert_eq(phw_series_correlation(&r, value[0], value[1], N), PHW_OK);
        cr_expect_float_eq(-0.5 * log2(1 - r * r), bits[k],
                           5 * rho[k] / (M_LN2 * sqrt(N)) + 5e-6);
    }
}

/* Four sectors of pairs are two signs: 1 - (1 - arccos(rho) / pi)^2 of the symbols
 * differ; there are N / 2. */
Test(quantizers, sectors_of_pairs_err_as_two_signs)
{
    for (size_t k = 0; k < N_RHO; ++k) {
        outcome o;
        set_real(rho[k]);
        quantize(&o, "vq:bits=2");
        count(&o, false);
        const double same = 1 - acos(rho[k]) / M_PI;
        const double p = 1 - same * same;
        cr_expect_eq(o.kept, N / 2.0);
        cr_expect_float_eq(o.wrong, p, 5 * sqrt(p * (1 - p) / o.kept));
        release(&o);
    }
}

/* Differences of pairs apart, and the orders of two samples, are signs of a series of
 * the same correlation. */
Test(quantizers, differences_and_orders_err_as_signs)
{
    static const char *const name[] = {"differential", "ranking"};
    for (size_t k = 0; k < N_RHO; ++k) {
        set_real(rho[k]);
        for (unsigned i = 0; i < 2; ++i) {
            outcome o;
            quantize(&o, name[i]);
            count(&o, false);
            const double p = acos(rho[k]) / M_PI;
            cr_expect_float_eq(o.errors, p, 5 * sqrt(p * (1 - p) / o.kept), "%s",
                               name[i]);
            release(&o);
        }
    }
}

/* Entropy and greatest share of Lloyd and Max's levels; a share's error of
 * sqrt(p (1 - p) / N) moves log2 p by that / (p ln 2). */
Test(quantizers, lloyd_max_levels_have_the_published_entropies)
{
    static const struct {
        const char *entry;
        double entropy, least;
    } table[] = {
        {"lloyd-max:bits=2", 1.911099, 1.569817},
        {"lloyd-max:bits=3", 2.824865, 2.383409},
        {"lloyd-max:bits=4", 3.765328, 3.295028},
    };

    set_real(0.5);
    for (size_t i = 0; i < sizeof table / sizeof *table; ++i) {
        outcome o;
        double share[16] = {0};
        double entropy = 0;
        double square = 0;
        double most = 0;
        quantize(&o, table[i].entry);
        for (size_t r = 0; r < N; ++r)
            share[o.end[0].symbol[r]] += 1.0 / N;
        for (unsigned s = 0; s < 1U << o.n_bits; ++s) {
            entropy -= share[s] * log2(share[s]);
            square += share[s] * log2(share[s]) * log2(share[s]);
            most = fmax(most, share[s]);
        }
        cr_expect_float_eq(entropy, table[i].entropy,
                           5 * sqrt((square - entropy * entropy) / N) + 5e-7);
        /* The greatest of two or more shares leans upwards; 5 errors hold that too. */
        cr_expect_float_eq(-log2(most), table[i].least,
                           5 * sqrt((1 - most) / most / N) / M_LN2 + 5e-7);
        release(&o);
    }
}

/* Counts of what is said with what is kept secret: chi-square of independence with
 * (2^s - 1)(2^m - 1) degrees of freedom f is f within 5 sqrt(2 f) for chance; equal
 * shares by rank leave next to nothing. */
static double dependence(unsigned *freedom, const outcome *o, unsigned n_said)
{
    double both[16][16] = {{0}};
    double a[16] = {0};
    double b[16] = {0};
    for (size_t i = 0; i < N; ++i) {
        ++both[o->end[0].said[i]][o->end[0].symbol[i]];
        ++a[o->end[0].said[i]];
        ++b[o->end[0].symbol[i]];
    }
    double chi = 0;
    for (unsigned i = 0; i < 1U << n_said; ++i) {
        for (unsigned j = 0; j < 1U << o->n_bits; ++j) {
            const double expected = a[i] * b[j] / N;
            chi += (both[i][j] - expected) * (both[i][j] - expected) / expected;
        }
    }
    *freedom = ((1U << n_said) - 1) * ((1U << o->n_bits) - 1);
    return chi;
}

Test(quantizers, what_is_said_is_independent_of_the_secret)
{
    static const struct {
        const char *entry;
        unsigned n_said;
        bool by_rank;
    } table[] = {
        {"cqa:bits=1", 1, true},
        {"cqa:bits=2", 1, true},
        {"cqa:bits=3", 1, true},
        {"lattice:bits=2:residue=2", 2, true},
        {"lattice:bits=1:residue=3", 3, true},
        {"maq:bits=1", 1, false},
        {"maq:bits=3", 1, false},
    };

    set_real(0.9);
    for (size_t i = 0; i < sizeof table / sizeof *table; ++i) {
        outcome o;
        unsigned freedom = 0;
        quantize(&o, table[i].entry);
        const double chi = dependence(&freedom, &o, table[i].n_said);
        cr_expect_lt(chi, table[i].by_rank ? 1e-3 : freedom + 5 * sqrt(2.0 * freedom),
                     "%s: %g", table[i].entry, chi);
        release(&o);
    }
}

/* A residue says where in its cell the leader's value is: fewer bits differ. */
Test(quantizers, residues_make_errors_rarer)
{
    for (size_t k = 0; k < N_RHO; ++k) {
        outcome plain;
        outcome helped;
        set_real(rho[k]);
        quantize(&plain, "cdf:bits=2");
        quantize(&helped, "lattice:bits=2:residue=2");
        count(&plain, false);
        count(&helped, false);
        const double noise = 5 * (plain.spread + helped.spread) / sqrt(N);
        if (rho[k] >= 0.9)
            cr_expect_lt(helped.errors, plain.errors - noise, "at %g: %g and %g",
                         rho[k], helped.errors, plain.errors);
        release(&plain);
        release(&helped);
    }
}
