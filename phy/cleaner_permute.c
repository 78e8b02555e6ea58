#include "phy/cleaner_permute.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "phy/neighbours.h"

/* Most antennas whose orders are all tried: 120 of them. */
#define ANTENNAS_MAX 5

/* Weight of a new probe in what antennas are known by. */
#define MEMORY 0.1

enum param {
    ORDER,
    OF
};

static const phw_param params_table[] = {
    [ORDER] = {.name = "order",
               .unit = "",
               .summary = "the antennas, a digit each from 1, in their new order: 312 "
                          "puts the third first; 0: each probe's as it fits the ones "
                          "before",
               .min = 0,
               .max = 999999999,
               .preset = 0,
               .whole = true},
    [OF] = {.name = "of",
            .unit = "",
            .summary =
                "how many antennas change places, each with all that it hears of "
                "several transmitting ones; 0: all of the trace's",
            .min = 0,
            .max = 4096,
            .preset = 0,
            .whole = true},
};

/* One run; an order says of each place which antenna belongs there. */
typedef struct job {
    phw_trace *t;
    size_t n_antennas;
    size_t n; /* coefficients of an antenna */
    phw_cf *held;
    double *known; /* of each coefficient: its size as far as known */
} job;

static bool put(job *j, size_t probe, const size_t *order)
{
    phw_cf *h = j->t->cplx + probe * j->t->n_coefficients;
    bool changed = false;
    memcpy(j->held, h, j->t->n_coefficients * sizeof *h);
    for (size_t a = 0; a < j->n_antennas; ++a) {
        memcpy(h + a * j->n, j->held + order[a] * j->n, j->n * sizeof *h);
        changed |= order[a] != a;
    }
    return changed;
}

static phw_status read_order(size_t *order, size_t n, double digits)
{
    unsigned long left = (unsigned long)digits;
    bool met[10] = {false};
    for (size_t a = n; a-- > 0;) {
        const size_t digit = left % 10;
        left /= 10;
        if (digit == 0 || digit > n || met[digit])
            return phw_fail(PHW_EINPUT,
                            "order=%.0f: expected the digits 1 to %zu, each once",
                            digits, n);
        met[digit] = true;
        order[a] = digit - 1;
    }
    if (left > 0)
        return phw_fail(PHW_EINPUT, "order=%.0f: the trace has %zu antennas", digits,
                        n);
    return PHW_OK;
}

/* The next order of n antennas in the order of the dictionary (Knuth, The Art of
 * Computer Programming 4A, 7.2.1.2, algorithm L); false past the last. */
static bool next_order(size_t *order, size_t n)
{
    size_t i = n - 1;
    while (i > 0 && order[i - 1] >= order[i])
        --i;
    if (i == 0)
        return false;
    size_t j = n - 1;
    while (order[j] <= order[i - 1])
        --j;
    const size_t t = order[i - 1];
    order[i - 1] = order[j];
    order[j] = t;
    for (size_t k = n - 1; i < k; ++i, --k) {
        const size_t u = order[i];
        order[i] = order[k];
        order[k] = u;
    }
    return true;
}

/* The order that fits best what is known: least squares of sizes, whatever the gain,
 * for the power of all antennas is the same in every order. */
static void best_order(size_t *best, const job *j, size_t probe)
{
    double fit[ANTENNAS_MAX][ANTENNAS_MAX] = {{0}};
    size_t order[ANTENNAS_MAX] = {0};
    double most = -1;
    for (size_t from = 0; from < j->n_antennas; ++from) {
        order[from] = from;
        for (size_t to = 0; to < j->n_antennas; ++to) {
            for (size_t k = 0; k < j->n; ++k)
                fit[from][to] += j->known[to * j->n + k] *
                                 phw_trace_size(j->t, probe * j->t->n_coefficients +
                                                          from * j->n + k);
        }
    }
    do {
        double sum = 0;
        for (size_t to = 0; to < j->n_antennas; ++to)
            sum += fit[order[to]][to];
        if (sum > most) {
            most = sum;
            memcpy(best, order, sizeof order);
        }
    } while (next_order(order, j->n_antennas));
}

/* Relative to the probe's own level, so that a loud probe is not remembered longer. */
static void remember(job *j, size_t probe)
{
    double power = 0;
    const size_t n = j->t->n_coefficients;
    for (size_t i = 0; i < n; ++i)
        power += phw_trace_size(j->t, probe * n + i);
    for (size_t i = 0; power > 0 && i < n; ++i) {
        const double size = phw_trace_size(j->t, probe * n + i) / power;
        j->known[i] += (probe == 0 ? 1 : MEMORY) * (size - j->known[i]);
    }
}

static phw_status permute(phw_clean_report *report, job *j, double digits)
{
    size_t order[10] = {0};
    if (digits > 0)
        PHW_TRY(read_order(order, j->n_antennas, digits));
    for (size_t p = 0; p < j->t->n_probes; ++p) {
        if (digits <= 0 && p > 0)
            best_order(order, j, p);
        if (digits > 0 || p > 0)
            report->n_changed += put(j, p, order);
        remember(j, p);
    }
    return PHW_OK;
}

static phw_status check(const phw_trace *t, size_t n_antennas, double digits)
{
    if (t->cplx == NULL || n_antennas < 2)
        return phw_fail(
            PHW_EINPUT,
            "the trace has %zu antenna%s of kind %s; expected two or more of "
            "cfr or cir",
            t->n_antennas, t->n_antennas > 1 ? "s" : "", phw_trace_kind_name(t->kind));
    if (t->n_antennas % n_antennas != 0)
        return phw_fail(PHW_EINPUT, "of=%zu does not divide the trace's %zu antennas",
                        n_antennas, t->n_antennas);
    if (digits > 0 ? n_antennas > 9 : n_antennas > ANTENNAS_MAX)
        return phw_fail(
            PHW_EINPUT,
            "%zu antennas to be put in order; expected up to %d, or up to 9 "
            "in an order that is given: of=N for those that receive",
            n_antennas, ANTENNAS_MAX);
    return PHW_OK;
}

static phw_status apply(phw_clean_report *report, phw_trace *inout,
                        const phw_params *params)
{
    const double digits = params->value[ORDER];
    const size_t of = (size_t)params->value[OF];
    const size_t n_antennas = of > 0 ? of : inout->n_antennas;
    PHW_TRY(check(inout, n_antennas, digits));
    job j = {
        .t = inout, .n_antennas = n_antennas, .n = inout->n_coefficients / n_antennas};
    phw_clean_report r = {.noun = "probes",
                          .n_seen = inout->n_probes,
                          .figure = "likeness of neighbours",
                          .unit = "",
                          .before = phw_neighbour_likeness(inout)};
    phw_status s = phw_array_alloc(&j.held, inout->n_coefficients, sizeof *j.held);
    if (!s)
        s = phw_array_alloc(&j.known, inout->n_coefficients, sizeof *j.known);
    if (!s)
        s = permute(&r, &j, digits);
    free(j.held);
    free(j.known);
    if (s)
        return s;
    r.after = phw_neighbour_likeness(inout);
    *report = r;
    return PHW_OK;
}

const phw_cleaner phw_cleaner_permute = {
    .name = "permute",
    .summary = "puts antennas in one order, given or that of the first probe: drivers "
               "change it from probe to probe",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .apply = apply,
};
