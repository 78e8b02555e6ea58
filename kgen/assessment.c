#include "kgen/assessment.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/cells.h"
#include "kgen/correlation.h"
#include "kgen/estimator_90b_collision.h"
#include "kgen/estimator_90b_compression.h"
#include "kgen/estimator_90b_lag.h"
#include "kgen/estimator_90b_lrs.h"
#include "kgen/estimator_90b_lz78y.h"
#include "kgen/estimator_90b_multi_mcw.h"
#include "kgen/estimator_90b_multi_mmc.h"
#include "kgen/estimator_90b_t_tuple.h"
#include "kgen/estimator_gaussian.h"
#include "kgen/estimator_lag.h"
#include "kgen/estimator_markov.h"
#include "kgen/estimator_mcv.h"

/* Runs of equal symbols along the sorted values, by symbols, up to which a symbol
 * counts as some stretches of the values. */
#define RUNS_A_SYMBOL 4

/* Products of neighbours below which nothing can be told of them. */
#define PRODUCTS_MIN 64

/* The standard's estimators that counted does not have. */
static const struct {
    phw_assessment_kind kind;
    const phw_estimator *estimator;
} standard[] = {
    {PHW_ASSESS_90B_COLLISION, &phw_estimator_90b_collision},
    {PHW_ASSESS_90B_COMPRESSION, &phw_estimator_90b_compression},
    {PHW_ASSESS_90B_T_TUPLE, &phw_estimator_90b_t_tuple},
    {PHW_ASSESS_90B_LRS, &phw_estimator_90b_lrs},
    {PHW_ASSESS_90B_MULTI_MCW, &phw_estimator_90b_multi_mcw},
    {PHW_ASSESS_90B_LAG, &phw_estimator_90b_lag},
    {PHW_ASSESS_90B_MULTI_MMC, &phw_estimator_90b_multi_mmc},
    {PHW_ASSESS_90B_LZ78Y, &phw_estimator_90b_lz78y},
};

/* What is needed besides the raw material. */
typedef struct scratch {
    double *share;     /* left open by the components before, a used component each */
    size_t *rows;      /* rows that a used component is charged for what it shares */
    size_t *component; /* numbers of the used components */
    double *least;     /* of all verdicts on a used component so far, bits */
    uint8_t *symbol;   /* room for one symbol a bit */
} scratch;

static void add(phw_assessment *a, const char *estimator, const char *view, double bits)
{
    a->row[a->n_rows++] = (phw_assessment_row){estimator, view, fmax(0, bits)};
}

/* Bits that the symbols of used component c have beyond what the components before
 * tell: each row shares at most -1/2 log2(share). */
static double beyond(const scratch *w, size_t c, double bits)
{
    if (!(w->share[c] > 0))
        return 0;
    return fmax(0, bits + 0.5 * log2(w->share[c]) * (double)w->rows[c]);
}

/* Of n symbols, or NaN where the estimator does not apply. */
static phw_status judge(double *bits, const phw_estimator *estimator,
                        const uint8_t *symbol, size_t n, unsigned n_symbols)
{
    double h = 0;
    *bits = (double)NAN;
    if (n_symbols > estimator->n_symbols_max)
        return PHW_OK;
    const phw_status s = estimator->symbols(&h, symbol, n, n_symbols, NULL);
    if (!s)
        *bits = h * (double)n;
    return s == PHW_ESHORT ? PHW_OK : s;
}

/* The least of what was said of component c before and of `bits`, less what it shares;
 * NaN has no say. */
static double least_of(const scratch *w, size_t c, double bits)
{
    if (!isnan(bits))
        w->least[c] = fmin(w->least[c], beyond(w, c, bits));
    return isnan(bits) ? w->least[c] : beyond(w, c, bits);
}

static phw_status by_symbols(phw_assessment *a, const phw_raw *raw, const scratch *w,
                             const phw_estimator *estimator)
{
    double total = 0;
    double shared = 0;
    bool any = false;
    for (size_t c = 0; c < raw->n_components; ++c) {
        const phw_raw_component *k = &raw->component[c];
        double bits = 0;
        PHW_TRY(judge(&bits, estimator, k->symbol, k->n, 1U << k->n_bits));
        const double left = least_of(w, c, bits);
        any = any || !isnan(bits);
        total += left;
        shared += isnan(bits) ? 0 : bits - left;
    }
    a->joint_bits = fmax(a->joint_bits, shared);
    if (any)
        add(a, estimator->name, "symbols", total);
    return PHW_OK;
}

/* Adds the entropy of one bit plane of a component to `bits`. */
static phw_status add_plane(double *bits, const phw_raw_component *k, unsigned plane,
                            const scratch *w, const phw_estimator *estimator)
{
    double more = 0;
    for (size_t i = 0; i < k->n; ++i)
        w->symbol[i] = (k->symbol[i] >> plane) & 1U;
    PHW_TRY(judge(&more, estimator, w->symbol, k->n, 2));
    *bits += more;
    return PHW_OK;
}

static phw_status by_planes(phw_assessment *a, const phw_raw *raw, const scratch *w,
                            const phw_estimator *estimator)
{
    double total = 0;
    bool any = false;
    phw_status s = PHW_OK;
    for (size_t c = 0; c < raw->n_components; ++c) {
        const phw_raw_component *k = &raw->component[c];
        double bits = 0;
        for (unsigned plane = 0; plane < k->n_bits && !s; ++plane)
            s = add_plane(&bits, k, plane, w, estimator);
        any = any || !isnan(bits);
        total += least_of(w, c, bits);
    }
    if (!s && any)
        add(a, estimator->name, "planes", total);
    return s;
}

static phw_status by_stream(phw_assessment *a, const phw_raw *raw, const scratch *w,
                            const phw_estimator *estimator)
{
    for (size_t i = 0; i < raw->bits.n; ++i)
        w->symbol[i] = phw_bits_get(&raw->bits, i);
    double bits = 0;
    PHW_TRY(judge(&bits, estimator, w->symbol, raw->bits.n, 2));
    if (!isnan(bits))
        add(a, estimator->name, "stream", bits);
    return PHW_OK;
}

/* Appends a symbol as it is, or bit by bit, most significant first. */
static size_t append(uint8_t *out, size_t n, uint8_t symbol, unsigned n_bits,
                     bool whole)
{
    if (whole) {
        out[n] = symbol;
        return n + 1;
    }
    for (unsigned plane = n_bits; plane-- > 0;)
        out[n++] = (symbol >> plane) & 1U;
    return n;
}

/* All symbols in time order, a row's components side by side; `next` has a cursor a
 * used component. */
static size_t side_by_side(uint8_t *out, const phw_raw *raw, size_t *next, bool whole)
{
    size_t n_rows = 0;
    for (size_t c = 0; c < raw->n_components; ++c) {
        const phw_raw_component *k = &raw->component[c];
        next[c] = 0;
        if (k->n > 0 && k->row[k->n - 1] >= n_rows)
            n_rows = k->row[k->n - 1] + 1;
    }
    size_t n = 0;
    for (size_t r = 0; r < n_rows; ++r) {
        for (size_t c = 0; c < raw->n_components; ++c) {
            const phw_raw_component *k = &raw->component[c];
            if (next[c] >= k->n || k->row[next[c]] != r)
                continue;
            n = append(out, n, k->symbol[next[c]++], k->n_bits, whole);
        }
    }
    return n;
}

static phw_status by_rows(phw_assessment *a, const phw_raw *raw, const scratch *w,
                          const phw_estimator *estimator)
{
    const unsigned n_bits = raw->component[0].n_bits;
    bool whole = 1U << n_bits <= estimator->n_symbols_max;
    for (size_t c = 1; c < raw->n_components; ++c)
        whole = whole && raw->component[c].n_bits == n_bits;
    size_t *next = NULL;
    PHW_TRY(phw_array_alloc(&next, raw->n_components, sizeof *next));
    const size_t n = side_by_side(w->symbol, raw, next, whole);
    free(next);
    double bits = 0;
    PHW_TRY(judge(&bits, estimator, w->symbol, n, whole ? 1U << n_bits : 2));
    if (!isnan(bits))
        add(a, estimator->name, "rows", bits);
    return PHW_OK;
}

static phw_status all_views(phw_assessment *a, const phw_raw *raw, const scratch *w,
                            const phw_estimator *estimator)
{
    PHW_TRY(by_symbols(a, raw, w, estimator));
    PHW_TRY(by_planes(a, raw, w, estimator));
    PHW_TRY(by_stream(a, raw, w, estimator));
    return raw->n_components > 1 ? by_rows(a, raw, w, estimator) : PHW_OK;
}

/* Whether a component's rows are not all one step apart. */
static bool has_gaps(const phw_raw *raw)
{
    for (size_t c = 0; c < raw->n_components; ++c) {
        const phw_raw_component *k = &raw->component[c];
        for (size_t i = 2; i < k->n; ++i) {
            if (k->row[i] - k->row[i - 1] != k->row[1] - k->row[0])
                return true;
        }
    }
    return false;
}

/* By rows, with what was dropped as holes: dropped symbols make a sequence lose its
 * step with itself. */
static phw_status by_gaps(phw_assessment *a, const phw_raw *raw, const scratch *w)
{
    double total = 0;
    for (size_t c = 0; c < raw->n_components; ++c) {
        const phw_raw_component *k = &raw->component[c];
        double h = 0;
        PHW_TRY(phw_lag_estimate_rows(&h, k->symbol, k->row, k->n, 1U << k->n_bits));
        total += least_of(w, c, h * (double)k->n);
    }
    add(a, phw_estimator_lag.name, "gaps", total);
    return PHW_OK;
}

/* Each component by the estimator that thinks least of it: what one sees in some
 * components and another in others. */
static void add_least(phw_assessment *a, const phw_raw *raw, const scratch *w)
{
    double total = 0;
    for (size_t c = 0; c < raw->n_components; ++c)
        total += w->least[c];
    if (raw->n_components > 1)
        add(a, "least of each", "components", total);
}

/* And beside the three those of the standard that were asked for. */
static phw_status counted(phw_assessment *a, const phw_raw *raw, const scratch *w,
                          phw_assessment_kind kind)
{
    PHW_TRY(all_views(a, raw, w, &phw_estimator_mcv));
    PHW_TRY(all_views(a, raw, w, &phw_estimator_markov));
    PHW_TRY(all_views(a, raw, w, &phw_estimator_lag));
    if (has_gaps(raw))
        PHW_TRY(by_gaps(a, raw, w));
    for (size_t i = 0; i < sizeof standard / sizeof standard[0]; ++i) {
        if (kind == PHW_ASSESS_SP80090B || kind == standard[i].kind)
            PHW_TRY(all_views(a, raw, w, standard[i].estimator));
    }
    add_least(a, raw, w);
    return PHW_OK;
}

/* Whether a component's symbols are some stretches of its values each. */
static phw_status are_stretches(bool *out, const phw_raw_component *k,
                                const phw_features *values)
{
    phw_cell *cell = NULL;
    size_t n_runs = 0;
    PHW_TRY(phw_cells_make(&cell, &n_runs, phw_features_series(values, k->component),
                           values->n_rows, k, k->n_bits, false));
    free(cell);
    *out = n_runs <= (size_t)RUNS_A_SYMBOL << k->n_bits;
    return PHW_OK;
}

static phw_status by_model(phw_assessment *a, const phw_raw *raw, const scratch *w,
                           const phw_features *values)
{
    const phw_estimator *const model = &phw_estimator_gaussian;
    phw_params params = {0};
    phw_params_preset(&params, model->params, model->n_params);
    double total = 0;
    double apart = 0;
    for (size_t c = 0; c < raw->n_components; ++c) {
        const phw_raw_component *k = &raw->component[c];
        const double *x = phw_features_series(values, k->component);
        bool stretches = false;
        PHW_TRY(are_stretches(&stretches, k, values));
        if (!stretches)
            return phw_fail(PHW_EARG,
                            "assessment: symbols of component %zu are not stretches of "
                            "its values, which is all that the Gaussian model can "
                            "judge; expected --entropy counted or sp80090b",
                            k->component);
        double alone = 0;
        double h = 0;
        PHW_TRY(model->series(&alone, x, values->n_rows, k, 1, &params));
        PHW_TRY(model->series(&h, x, values->n_rows, k, w->share[c], &params));
        w->least[c] = fmin(w->least[c], h * (double)k->n);
        total += h * (double)k->n;
        apart += alone * (double)k->n;
    }
    a->joint_bits = apart - total;
    add(a, model->name, "series", total);
    return PHW_OK;
}

/* The model looks some steps back and at covariance alone; a repeated series is white
 * to it. Lag judges each component by itself, because the model has charged for what
 * they share. */
static phw_status gaussian(phw_assessment *a, const phw_raw *raw, const scratch *w,
                           const phw_features *values)
{
    PHW_TRY(by_model(a, raw, w, values));
    for (size_t c = 0; c < raw->n_components; ++c)
        w->share[c] = 1;
    PHW_TRY(all_views(a, raw, w, &phw_estimator_lag));
    if (has_gaps(raw))
        PHW_TRY(by_gaps(a, raw, w));
    add_least(a, raw, w);
    return PHW_OK;
}

/* -log2 of the chance that two draws of a component's bits are equal. */
static double collision_entropy(const phw_raw_component *k)
{
    size_t ones = 0;
    for (size_t i = 0; i < k->n; ++i)
        ones += k->symbol[i];
    const double p = k->n > 0 ? (double)ones / (double)k->n : 1;
    return -log2(p * p + (1 - p) * (1 - p));
}

/* Whether the products of neighbouring signs repeat. They do where the phase of the
 * spectrum is a square of the row, as that of a sweep is: no row is like another at any
 * lag, and none has anything of its own. `product` and `row` have room for k->n. */
static phw_status repeats(bool *out, const phw_raw_component *k, uint8_t *product,
                          size_t *row)
{
    size_t n = 0;
    size_t ones = 0;
    double h = 0;
    for (size_t i = 1; i < k->n; ++i) {
        if (k->row[i] != k->row[i - 1] + 1)
            continue;
        product[n] = k->symbol[i] ^ k->symbol[i - 1];
        ones += product[n];
        row[n++] = k->row[i];
    }
    *out = false;
    if (n < PRODUCTS_MIN)
        return PHW_OK;
    PHW_TRY(phw_lag_estimate_rows(&h, product, row, n, 2));
    const size_t most = ones > n - ones ? ones : n - ones;
    *out = h < -log2((double)most / (double)n) - 1e-9;
    return PHW_OK;
}

static phw_status find_repeat(bool *out, const phw_raw *raw, const scratch *w)
{
    *out = false;
    for (size_t c = 0; c < raw->n_components && !*out; ++c) {
        size_t *row = NULL;
        PHW_TRY(phw_array_alloc(&row, raw->component[c].n, sizeof *row));
        const phw_status s = repeats(out, &raw->component[c], w->symbol, row);
        free(row);
        PHW_TRY(s);
    }
    return PHW_OK;
}

static phw_status collision(phw_assessment *a, const phw_raw *raw, const scratch *w,
                            const phw_features *values)
{
    bool repeat = false;
    if (!values->has_dependence)
        return phw_fail(PHW_EARG,
                        "assessment: collision entropy needs a transform that says how "
                        "its values hang together: spectrum");
    double total = 0;
    for (size_t c = 0; c < raw->n_components; ++c) {
        if (raw->component[c].n_bits != 1)
            return phw_fail(PHW_EARG,
                            "assessment: collision entropy is known of signs alone, "
                            "not of %u bits a sample",
                            raw->component[c].n_bits);
        total += (double)raw->component[c].n * collision_entropy(&raw->component[c]);
    }
    a->joint_bits = fmin(total, values->dependence_bits);
    add(a, "collision", "symbols", total - a->joint_bits);
    PHW_TRY(find_repeat(&repeat, raw, w));
    if (repeat)
        add(a, phw_estimator_lag.name, "products", 0);
    return PHW_OK;
}

static phw_status check(const phw_raw *raw, const phw_features *values,
                        phw_assessment_kind kind)
{
    if ((unsigned)kind >= PHW_N_ASSESSMENT_KINDS)
        return phw_fail(PHW_EARG, "assessment: there is no kind %u", (unsigned)kind);
    if (raw->bits.n == 0)
        return phw_fail(PHW_ESHORT, "assessment: there are no raw bits");
    if (values == NULL)
        return kind != PHW_ASSESS_GAUSSIAN && kind != PHW_ASSESS_COLLISION &&
                       raw->n_components == 1
                   ? PHW_OK
                   : phw_fail(PHW_EARG, "assessment: the features are needed");
    for (size_t c = 0; c < raw->n_components; ++c) {
        const phw_raw_component *k = &raw->component[c];
        if (k->component >= values->n_components ||
            (k->n > 0 && k->row[k->n - 1] >= values->n_rows) || k->said_bits > 0)
            return phw_fail(PHW_EARG,
                            "assessment: the raw material is not of these features");
    }
    return PHW_OK;
}

static phw_status alloc_scratch(scratch *w, const phw_raw *raw)
{
    PHW_TRY(phw_array_alloc(&w->share, raw->n_components, sizeof *w->share));
    PHW_TRY(phw_array_alloc(&w->rows, raw->n_components, sizeof *w->rows));
    PHW_TRY(phw_array_alloc(&w->component, raw->n_components, sizeof *w->component));
    PHW_TRY(phw_array_alloc(&w->least, raw->n_components, sizeof *w->least));
    PHW_TRY(phw_array_alloc(&w->symbol, raw->bits.n, sizeof *w->symbol));
    for (size_t c = 0; c < raw->n_components; ++c) {
        w->component[c] = raw->component[c].component;
        w->share[c] = 1;
        w->rows[c] = raw->component[c].n;
        w->least[c] = HUGE_VAL;
    }
    return PHW_OK;
}

/* What components tell about each other, and in how many rows. */
static phw_status measure_shares(scratch *w, const phw_raw *raw,
                                 const phw_features *values)
{
    if (values == NULL || raw->n_components < 2)
        return PHW_OK;
    for (size_t c = 0; c < raw->n_components; ++c) {
        bool stretches = false;
        PHW_TRY(are_stretches(&stretches, &raw->component[c], values));
        if (!stretches)
            w->rows[c] = values->n_rows;
    }
    return phw_correlation_open(w->share, values, w->component, raw->n_components);
}

static void conclude(phw_assessment *a, size_t n_bits)
{
    for (size_t i = 1; i < a->n_rows; ++i) {
        if (a->row[i].bits < a->row[a->binding].bits)
            a->binding = i;
    }
    a->n_bits = n_bits;
    a->min_entropy_bits = a->row[a->binding].bits;
    a->per_bit = a->min_entropy_bits / (double)n_bits;
}

phw_status phw_assess(phw_assessment *out, const phw_raw *raw,
                      const phw_features *values, phw_assessment_kind kind)
{
    PHW_TRY(check(raw, values, kind));
    scratch w = {0};
    phw_assessment a = {0};
    phw_status s = alloc_scratch(&w, raw);
    if (!s)
        s = measure_shares(&w, raw, values);
    if (!s)
        s = kind == PHW_ASSESS_GAUSSIAN    ? gaussian(&a, raw, &w, values)
            : kind == PHW_ASSESS_COLLISION ? collision(&a, raw, &w, values)
                                           : counted(&a, raw, &w, kind);
    if (!s) {
        conclude(&a, raw->bits.n);
        *out = a;
    }
    if (w.symbol != NULL)
        sodium_memzero(w.symbol, raw->bits.n);
    free(w.symbol);
    free(w.share);
    free(w.rows);
    free(w.least);
    free(w.component);
    return s;
}
