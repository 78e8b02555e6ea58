#include "tools/similarity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "tools/frame_traces.h"

phw_status phw_similarity_plan_test(phw_similarity_plan *inout, const char *text)
{
    char name[64];
    const char *params = NULL;
    PHW_TRY(phw_choice_split(name, &params, text, sizeof name));
    PHW_TRY(phw_similarity_find(&inout->test, name));
    if (phw_params_read(&inout->params, inout->test->params, inout->test->n_params,
                        params) != PHW_OK)
        return phw_fail_within(PHW_EARG, "--test %s", name);
    return PHW_OK;
}

void phw_similarity_plan_rule(phw_similarity_plan *inout,
                              const phw_arguments *arguments)
{
    inout->rule = (phw_similarity_rule){
        .false_alarm = phw_argument_number(arguments, "false-alarm"),
        .miss = phw_argument_number(arguments, "miss"),
        .n_parts = (size_t)phw_argument_count(arguments, "taps")};
    if (phw_argument_given(arguments, "floor-db"))
        inout->floor_ratio = pow(10, phw_argument_number(arguments, "floor-db") / 10);
}

const char *phw_similarity_reason(const phw_similarity_decision *d)
{
    if (d->same)
        return NULL;
    return d->told_apart ? "told apart"
                         : "undecided: an independent channel would pass";
}

bool phw_similarity_is_same_trace(const phw_trace *a, const phw_trace *b)
{
    const size_t n = a->n_probes * a->n_coefficients;
    return a->n_probes == b->n_probes && a->n_coefficients == b->n_coefficients &&
           a->cplx != NULL && b->cplx != NULL &&
           memcmp(a->cplx, b->cplx, n * sizeof *a->cplx) == 0;
}

/* s2 of probe p: its own where the trace has one for each, else the trace's. */
static double noise_of(const phw_similarity_plan *plan, const phw_trace *t, size_t p)
{
    const double *column = phw_trace_find_column(t, PHW_FRAMES_NOISE);
    double noise = plan->noise > 0 ? plan->noise : t->noise_variance;
    if (!(plan->noise > 0) && column != NULL && isfinite(column[p]) && column[p] > 0)
        noise = column[p];
    if (plan->floor_ratio > 0) {
        double power = 0;
        for (size_t k = 0; k < t->n_coefficients; ++k)
            power += phw_cf_power(t->cplx[p * t->n_coefficients + k]);
        noise += plan->floor_ratio * power / (double)t->n_coefficients;
    }
    return noise;
}

/* Whether the test asks for s2: in its statistic, or for its threshold alone. */
static bool needs_noise(const phw_similarity_plan *plan, size_t n)
{
    double threshold = 0;
    const phw_similarity *test = plan->test;
    phw_similarity_shape shape = {.n = n, .n_references = test->n_references_min};
    if (test->needs_noise)
        return true;
    if (test->threshold(&threshold, &shape, plan->rule.false_alarm, &plan->params) ==
        PHW_OK)
        return false;
    shape.snr = 1;
    return test->threshold(&threshold, &shape, plan->rule.false_alarm, &plan->params) ==
           PHW_OK;
}

static phw_status check_noise(const phw_similarity_plan *plan, const phw_trace *t,
                              const char *name)
{
    if (plan->noise > 0 || plan->floor_ratio > 0 || t->noise_variance > 0 ||
        !needs_noise(plan, t->n_coefficients))
        return PHW_OK;
    return phw_fail(
        PHW_EINPUT,
        "%s: tells no noise variance; give --noise, or take --test enrolled "
        "or correlation:threshold=0.9",
        name);
}

phw_status phw_similarity_check(const phw_similarity_plan *plan, const phw_trace *a,
                                const char *a_name, const phw_trace *b,
                                const char *b_name)
{
    const size_t n = a->n_coefficients;
    const phw_trace_kind kind = phw_trace_kind_is_complex(a->kind) ? b->kind : a->kind;
    if (!phw_trace_kind_is_complex(kind))
        return phw_fail(PHW_EINPUT,
                        "%s: holds %s; a channel is told by complex values (cfr, cir)",
                        kind == a->kind ? a_name : b_name, phw_trace_kind_name(kind));
    if (a->kind != b->kind || n != b->n_coefficients || a->n_antennas != b->n_antennas)
        return phw_fail(PHW_EINPUT,
                        "%s holds %s of %zu coefficients and %zu antennas, %s holds %s "
                        "of %zu and %zu: they can't be compared",
                        a_name, phw_trace_kind_name(a->kind), n, a->n_antennas, b_name,
                        phw_trace_kind_name(b->kind), b->n_coefficients, b->n_antennas);
    for (size_t k = 0; k < n; ++k) {
        if (a->coefficient[k] != b->coefficient[k])
            return phw_fail(
                PHW_EINPUT,
                "coefficient %zu is at %g in %s and at %g in %s: they can't "
                "be compared",
                k, a->coefficient[k], a_name, b->coefficient[k], b_name);
    }
    if (plan->rule.n_parts > n)
        return phw_fail(PHW_EARG, "--taps %zu: above the %zu tones of %s",
                        plan->rule.n_parts, n, a_name);
    PHW_TRY(check_noise(plan, a, a_name));
    return check_noise(plan, b, b_name);
}

/* The reference rows, one after the other, and the mean of their s2. */
static void gather(phw_cf *row, double *noise, const phw_similarity_plan *plan,
                   const phw_trace *a, const phw_indices *reference)
{
    const size_t n = a->n_coefficients;
    double sum = 0;
    for (size_t i = 0; i < reference->n; ++i) {
        const size_t p = reference->index[i];
        memcpy(row + i * n, a->cplx + p * n, n * sizeof *row);
        sum += noise_of(plan, a, p);
    }
    *noise = sum / (double)reference->n;
}

static phw_status judge_all(phw_similarity_verdict *v, phw_cf *row,
                            const phw_similarity_plan *plan,
                            phw_similarity_input *input, const phw_trace *b,
                            const phw_indices *frames)
{
    const size_t n = b->n_coefficients;
    for (size_t i = 0; i < frames->n; ++i) {
        const size_t p = frames->index[i];
        phw_similarity_row *out = &v->row[i];
        input->frame = b->cplx + p * n;
        input->noise_frame = noise_of(plan, b, p);
        out->frame = p;
        out->snr_db = 10 * log10(phw_similarity_shape_of(input).snr);
        if (!isfinite(out->snr_db))
            out->snr_db = (double)NAN;
        const phw_status s = phw_similarity_decide(&out->decision, plan->test, input,
                                                   &plan->rule, &plan->params);
        if (s)
            return phw_fail_within(s, "frame %zu", p);
        v->n_same += out->decision.same;
        v->n_undecided += !out->decision.same && !out->decision.told_apart;
        if (plan->track && out->decision.same) {
            memcpy(row, input->frame, n * sizeof *row);
            input->noise_reference = input->noise_frame;
        }
    }
    const phw_similarity_shape shape = phw_similarity_shape_of(input);
    plan->test->freedom(v->freedom, &shape, &plan->params);
    return PHW_OK;
}

/* How far a row is on the wrong side of its threshold. */
static double excess(const phw_similarity_decision *d, bool more_is_same)
{
    return more_is_same ? d->threshold - d->statistic : d->statistic - d->threshold;
}

typedef struct place {
    bool same;
    double excess;
    size_t row;
} place;

static int by_excess(const void *a, const void *b)
{
    const place *x = a;
    const place *y = b;
    if (x->same != y->same)
        return x->same ? -1 : 1;
    if (x->excess != y->excess)
        return x->excess < y->excess ? -1 : 1;
    return x->row < y->row ? -1 : 1;
}

static phw_status find_middle(phw_similarity_verdict *v, bool more_is_same)
{
    place *order = NULL;
    PHW_TRY(phw_array_alloc(&order, v->n_rows, sizeof *order));
    for (size_t i = 0; i < v->n_rows; ++i)
        order[i] = (place){v->row[i].decision.same,
                           excess(&v->row[i].decision, more_is_same), i};
    qsort(order, v->n_rows, sizeof *order, by_excess);
    v->median = order[v->n_rows / 2].row;
    v->same = v->row[v->median].decision.same;
    free(order);
    return PHW_OK;
}

phw_status phw_similarity_judge(phw_similarity_verdict *out,
                                const phw_similarity_plan *plan, const phw_trace *a,
                                const phw_indices *reference, const phw_trace *b,
                                const phw_indices *frames)
{
    phw_similarity_verdict v = {.n_rows = frames->n};
    phw_cf *row = NULL;
    const size_t n = a->n_coefficients;
    phw_similarity_input input = {
        .position = a->coefficient, .n_references = reference->n, .n = n};
    if (plan->track && reference->n != 1)
        return phw_fail(PHW_EARG, "--track: follows one reference frame, not %zu",
                        reference->n);
    phw_status s = phw_array_alloc(&row, reference->n * n, sizeof *row);
    if (!s)
        s = phw_array_alloc(&v.row, v.n_rows, sizeof *v.row);
    if (!s) {
        gather(row, &input.noise_reference, plan, a, reference);
        input.reference = row;
        s = judge_all(&v, row, plan, &input, b, frames);
    }
    free(row);
    if (!s)
        s = find_middle(&v, plan->test->more_is_same);
    if (s) {
        phw_similarity_verdict_free(&v);
        return s;
    }
    *out = v;
    return PHW_OK;
}

void phw_similarity_verdict_free(phw_similarity_verdict *v)
{
    free(v->row);
    *v = (phw_similarity_verdict){0};
}
