#include "tools/fingerprint_verdicts.h"

#include <jansson.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/signal.h"
#include "tools/fingerprint_options.h"
#include "tools/interval.h"

static phw_status judge(phw_fingerprint_verdicts *v, const char *claim)
{
    const phw_fingerprint_frames *f = &v->frames;
    const size_t label = claim != NULL ? phw_fingerprint_find(&v->model, claim) : 0;
    if (label == SIZE_MAX)
        return phw_fail(PHW_EARG, "--label: %s is not enrolled in the model", claim);
    PHW_TRY(phw_array_alloc(&v->verdict, f->n, sizeof *v->verdict));
    for (size_t i = 0; i < f->n; ++i) {
        const double *x = f->value + i * f->n_features;
        v->verdict[i] = claim != NULL ? phw_fingerprint_verify(&v->model, x, label)
                                      : phw_fingerprint_identify(&v->model, x);
        v->n_accepted += v->verdict[i].accepted;
        v->n_unmeasured += !f->measured[i];
    }
    return PHW_OK;
}

phw_status phw_fingerprint_judge(phw_fingerprint_verdicts *out, const char *trace,
                                 const char *claim, const phw_arguments *arguments)
{
    phw_fingerprint_verdicts v = {.n_accepted = 0};
    PHW_TRY(phw_fingerprint_open(&v.model, arguments));
    phw_fingerprint_columns columns = phw_fingerprint_columns_of(&v.model);
    phw_status s = phw_fingerprint_frames_read(&v.frames, &columns, trace, NULL, 0);
    if (!s)
        s = judge(&v, claim);
    if (s)
        phw_fingerprint_verdicts_free(&v);
    else
        *out = v;
    return s;
}

/* JSON has no NaN and no infinity: unknown is null. */
static json_t *number(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *start_json(double start_sample)
{
    return isfinite(start_sample) ? json_integer((json_int_t)start_sample)
                                  : json_null();
}

static json_t *rows_json(const phw_fingerprint_verdicts *v)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < v->frames.n; ++i) {
        const phw_fingerprint_verdict *x = &v->verdict[i];
        const bool measured = v->frames.measured[i];
        const char *sender = v->frames.sender[i];
        (void)json_array_append_new(
            rows, json_pack("{s:I,s:o,s:o,s:s?,s:s?,s:o,s:f,s:b}", "frame",
                            (json_int_t)i, "time_s", number(v->frames.time_s[i]),
                            "start_sample", start_json(v->frames.start_sample[i]),
                            "address", *sender != '\0' ? sender : NULL, "label",
                            measured ? v->model.label[x->label].name : NULL, "distance",
                            number(x->distance), "threshold", x->threshold, "accepted",
                            (int)x->accepted));
    }
    return rows;
}

void phw_fingerprint_verdicts_tell(phw_result *r, const phw_fingerprint_verdicts *v)
{
    const phw_interval share = phw_interval_share(v->n_accepted, v->frames.n);
    phw_result_count(r, "n_frames", "frames", "", v->frames.n);
    phw_result_count(r, "n_not_measured", "of them, a feature is missing", "",
                     v->n_unmeasured);
    phw_result_count(r, "n_accepted", "of them accepted", "", v->n_accepted);
    phw_result_interval(r, "share_accepted_interval",
                        "their share, 95 % if frames were independent", "", share.low,
                        share.high);
    phw_result_json(r, "results", "frames", rows_json(v));
}

void phw_fingerprint_verdicts_free(phw_fingerprint_verdicts *v)
{
    phw_fingerprint_free(&v->model);
    phw_fingerprint_frames_free(&v->frames);
    free(v->verdict);
    *v = (phw_fingerprint_verdicts){.n_accepted = 0};
}
