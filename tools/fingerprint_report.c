#include "tools/fingerprint_report.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/signal.h"
#include "tools/equal_error.h"
#include "tools/fingerprint_options.h"
#include "tools/interval.h"
#include "tools/page.h"
#include "tools/plot_confusion.h"
#include "tools/plot_lines.h"
#include "tools/plot_roc.h"
#include "tools/printable.h"
#include "tools/result.h"
#include "tools/share.h"

#define POINTS_MAX 200
#define ROUNDS     1000

/* A sub-stream of benchmarks that is nobody else's. */
#define BOOTSTRAP PHW_RNG_PURPOSE(PHW_RNG_BENCH, 0x4650)

#define UNKNOWN "unknown"

static const char *const notes[] = {
    PHW_FINGERPRINT_CAVEAT,
    "Frames of one recording are not independent: the intervals that take them for it "
    "are too narrow; those over recordings are not. No accuracy over a population of "
    "transmitters is claimed from a few of them.",
    NULL};

/* Columns of row i of the confusion matrix for people. */
static json_t *confusion_row(const phw_fingerprint_trial *t, size_t i)
{
    json_t *row = json_object();
    (void)json_object_set_new(row, "sent by", phw_printable(t->sender[i]));
    for (size_t l = 0; l <= t->n_labels; ++l)
        (void)json_object_set_new(
            row, l < t->n_labels ? t->sender[l] : UNKNOWN,
            json_integer((json_int_t)t->taken[i * (t->n_labels + 1) + l]));
    return row;
}

static json_t *names_json(const phw_fingerprint_trial *t, size_t n, bool unknown)
{
    json_t *array = json_array();
    for (size_t i = 0; i < n; ++i)
        (void)json_array_append_new(array, phw_printable(t->sender[i]));
    if (unknown)
        (void)json_array_append_new(array, json_string(UNKNOWN));
    return array;
}

static json_t *counts_json(const phw_fingerprint_trial *t)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < t->n_senders; ++i) {
        json_t *row = json_array();
        for (size_t l = 0; l <= t->n_labels; ++l)
            (void)json_array_append_new(
                row, json_integer((json_int_t)t->taken[i * (t->n_labels + 1) + l]));
        (void)json_array_append_new(rows, row);
    }
    return rows;
}

static void tell_confusion(phw_result *r, const phw_fingerprint_trial *t,
                           bool for_people)
{
    json_t *table = json_array();
    for (size_t i = 0; i < t->n_senders; ++i)
        (void)json_array_append_new(table, confusion_row(t, i));
    if (for_people)
        phw_result_json(r, "confusion", "taken for", table);
    else
        json_decref(table);
    if (!for_people)
        phw_result_json(r, "confusion", NULL,
                        json_pack("{s:o,s:o,s:o}", "sent_by",
                                  names_json(t, t->n_senders, false), "taken_for",
                                  names_json(t, t->n_labels, true), "counts",
                                  counts_json(t)));
}

/* Every so many-th point, and the last. */
static json_t *roc_json(const phw_roc *roc)
{
    json_t *rows = json_array();
    const size_t step = 1 + roc->n_points / POINTS_MAX;
    for (size_t i = 0; i < roc->n_points; i += step) {
        const phw_roc_point *p =
            &roc->point[i + step < roc->n_points ? i : roc->n_points - 1];
        json_t *threshold =
            isfinite(p->threshold) ? json_real(p->threshold) : json_null();
        (void)json_array_append_new(
            rows, json_pack("{s:o,s:f,s:f}", "threshold", threshold, "false_accept",
                            p->false_accept, "false_reject", p->false_reject));
    }
    return rows;
}

/* Recordings without an error, drawn again, have none either: that tells nothing. */
static void tell_span(phw_result *r, const char *name, const char *label,
                      phw_roc_interval span)
{
    const bool known = span.low < span.high;
    phw_result_interval(r, name, known ? label : NULL, "",
                        known ? span.low : (double)NAN,
                        known ? span.high : (double)NAN);
}

static phw_status tell_bootstrap(phw_result *r, const phw_fingerprint_trial *t,
                                 uint64_t seed)
{
    phw_roc_interval auc = {(double)NAN, (double)NAN};
    phw_roc_interval eer = auc;
    const phw_rng rng = {.seed = seed, .purpose = BOOTSTRAP};
    if (t->n_recordings >= PHW_ROC_GROUPS_MIN)
        PHW_TRY(phw_roc_bootstrap(&auc, &eer, t->score, t->n_scores, t->n_recordings,
                                  ROUNDS, &rng));
    tell_span(r, "auc_recordings_interval", "area, 95 % over recordings", auc);
    tell_span(r, "eer_recordings_interval", "equal error rate, 95 % over recordings",
              eer);
    return PHW_OK;
}

/* Without a genuine or without an impostor's score there is no characteristic. */
static phw_status tell_roc(phw_result *r, phw_roc *roc, const phw_fingerprint_trial *t,
                           uint64_t seed)
{
    const phw_status s = phw_fingerprint_trial_roc(roc, t);
    if (s == PHW_ESHORT) {
        phw_result_number(r, "auc", NULL, "", (double)NAN);
        phw_result_number(r, "eer", NULL, "", (double)NAN);
        return PHW_OK;
    }
    PHW_TRY(s);
    phw_result_count(r, "n_genuine_scores", "genuine scores", "", roc->n_genuine);
    phw_result_count(r, "n_impostor_scores", "impostors' scores", "", roc->n_impostor);
    phw_result_number(r, "auc", "area under the ROC", "", roc->auc);
    phw_result_number(r, "auc_error", NULL, "", roc->auc_error);
    phw_result_interval(r, "auc_interval", "its 95 % if scores were independent", "",
                        roc->auc_span.low, roc->auc_span.high);
    const phw_interval eer_span = phw_equal_error_interval(roc);
    phw_result_number(r, "eer", "equal error rate", "", roc->eer);
    phw_result_interval(r, "eer_interval", "its 95 % if scores were independent", "",
                        eer_span.low, eer_span.high);
    phw_result_number(r, "eer_threshold", NULL, "", roc->eer_threshold);
    PHW_TRY(tell_bootstrap(r, t, seed));
    phw_result_json(r, "roc", NULL, roc_json(roc));
    return PHW_OK;
}

static phw_status tell_trial(phw_result *r, phw_roc *roc, const phw_fingerprint *model,
                             const phw_fingerprint_trial *t,
                             const phw_arguments *arguments)
{
    const uint64_t seed = phw_argument_count(arguments, "seed");
    phw_fingerprint_tell(r, model, arguments);
    phw_result_count(r, "n_recordings", "recordings tested", "", t->n_recordings);
    phw_result_count(r, "n_frames", "frames tested", "", t->n_frames);
    phw_result_count(r, "n_unknown_sender", "left out, sender not known", "",
                     t->n_nobody);
    phw_result_count(r, "n_not_measured", "of those tested, a feature is missing", "",
                     t->n_unmeasured);
    tell_confusion(r, t, !phw_argument_given(arguments, "json"));
    phw_share_tell(r, "nearest_wrong", "nearest to another, without threshold",
                   t->n_nearest_wrong, t->n_compared);
    phw_share_tell(r, "false_rejected",
                   "own frames refused, those that lack a feature too",
                   t->n_false_reject, t->n_enrolled);
    phw_share_tell(r, "false_accepted", "others' frames accepted, a claim each",
                   t->n_false_accept, t->n_claims);
    phw_share_tell(r, "stranger_accepted", "strangers' frames taken for somebody",
                   t->n_stranger_accepted, t->n_stranger);
    PHW_TRY(tell_roc(r, roc, t, seed));
    phw_result_text(r, "caveat", "mind", notes[0]);
    phw_result_text(r, "caveat_independence", "mind", notes[1]);
    phw_result_count(r, "seed", NULL, "", seed);
    return PHW_OK;
}

static phw_status page_trial(const phw_result *r, const phw_roc *roc,
                             const phw_fingerprint_trial *t, double asked,
                             const phw_arguments *arguments)
{
    double *curve = NULL;
    const char *row[PHW_FINGERPRINT_SENDERS_MAX];
    const char *column[PHW_FINGERPRINT_LABELS_MAX + 1];
    char verdict[300];
    char subject[300];
    const phw_interval refused = phw_interval_share(t->n_false_reject, t->n_enrolled);
    const bool as_asked = refused.low <= asked;
    PHW_TRY(phw_array_alloc(&curve, 2 * roc->n_points + 1, sizeof *curve));
    for (size_t i = 0; i < roc->n_points; ++i) {
        curve[i] = roc->point[i].false_accept;
        curve[roc->n_points + i] = 1 - roc->point[i].false_reject;
    }
    for (size_t i = 0; i < t->n_senders; ++i)
        row[i] = t->sender[i];
    for (size_t l = 0; l < t->n_labels; ++l)
        column[l] = t->sender[l];
    column[t->n_labels] = UNKNOWN;
    const phw_plot_curve line = {
        .name = "distance", .x = curve, .y = curve + roc->n_points, .n = roc->n_points};
    const phw_plot_matrix matrix = {row, column, t->taken, t->n_senders,
                                    t->n_labels + 1};
    const phw_plot_data roc_data = {.summary = "The higher to the left, the better; a "
                                               "diagonal is guessing.",
                                    .x = {.label = "others' frames accepted"},
                                    .y = {.label = "own frames accepted"},
                                    .curve = &line,
                                    .n_curves = roc->n_points > 0};
    const phw_plot_data matrix_data = {.matrix = &matrix};
    const phw_page_picture confusion = {&phw_plot_confusion, &matrix_data};
    const phw_page_picture picture = {&phw_plot_roc, &roc_data};
    const phw_page_section section[] = {
        {.heading = "Taken for", .picture = &confusion, .n_pictures = 1},
        {.heading = "Any threshold", .picture = &picture, .n_pictures = 1},
        {.heading = "Figures", .result = r},
    };
    (void)snprintf(verdict, sizeof verdict,
                   "%zu of %zu frames are nearest to another's transmitter. With the "
                   "threshold set at enrolment %zu of %zu own frames are refused, and "
                   "%zu of %zu claims of others accepted",
                   t->n_nearest_wrong, t->n_compared, t->n_false_reject, t->n_enrolled,
                   t->n_false_accept, t->n_claims);
    (void)snprintf(subject, sizeof subject, "%zu frames of %zu recordings", t->n_frames,
                   t->n_recordings);
    const phw_page page = {.title = "RF fingerprints",
                           .subject = subject,
                           .good = t->n_nearest_wrong == 0 && t->n_false_accept == 0 &&
                                   as_asked,
                           .verdict = verdict,
                           .note = notes,
                           .section = section,
                           .n_sections = 3};
    const phw_status s = phw_page_publish(&page, "auth evaluate", arguments);
    free(curve);
    return s;
}

phw_status phw_fingerprint_report_trial(const phw_fingerprint *model,
                                        const phw_fingerprint_trial *trial,
                                        const phw_arguments *arguments)
{
    phw_result *r = NULL;
    phw_roc roc = {0};
    PHW_TRY(phw_result_create(&r));
    phw_status s = tell_trial(r, &roc, model, trial, arguments);
    if (!s && phw_argument_given(arguments, "report"))
        s = page_trial(r, &roc, trial, model->config.false_rejection, arguments);
    if (!s)
        s = phw_result_print(r, arguments);
    phw_roc_free(&roc);
    phw_result_destroy(r);
    return s;
}

static json_t *sessions_json(const phw_fingerprint_session_row *row, size_t n)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < n; ++i) {
        const phw_fingerprint_session_row *x = &row[i];
        const phw_interval accepted = phw_interval_share(x->n_accepted, x->n_impostors);
        json_t *over = isfinite(x->recordings.low)
                           ? json_pack("[f,f]", x->recordings.low, x->recordings.high)
                           : json_null();
        json_t *impostors = x->n_impostors > 0
                                ? json_pack("[f,f]", accepted.low, accepted.high)
                                : json_null();
        (void)json_array_append_new(
            rows,
            json_pack("{s:I,s:I,s:I,s:I,s:f,s:[f,f],s:f,s:o,s:f,s:I,s:I,s:o}",
                      "enrolled", (json_int_t)x->n_enrolled, "trials",
                      (json_int_t)x->n_trials, "tested", (json_int_t)x->n_tested,
                      "refused", (json_int_t)x->n_refused, "refused_share", x->rate,
                      "frames_interval", x->frames.low, x->frames.high,
                      "recordings_mean", x->recordings_mean, "recordings_interval",
                      over, "threshold", x->threshold, "others_tested",
                      (json_int_t)x->n_impostors, "others_accepted",
                      (json_int_t)x->n_accepted, "others_interval", impostors));
    }
    return rows;
}

static phw_status page_sessions(const phw_result *r,
                                const phw_fingerprint_session_row *row, size_t n,
                                const phw_arguments *arguments)
{
    double *curve = NULL;
    char verdict[200];
    PHW_TRY(phw_array_alloc(&curve, 6 * n, sizeof *curve));
    for (size_t i = 0; i < n; ++i) {
        curve[i] = (double)row[i].n_enrolled;
        curve[n + i] = row[i].rate;
        curve[2 * n + i] = row[i].recordings.low;
        curve[3 * n + i] = row[i].recordings.high;
        curve[4 * n + i] = phw_argument_number(arguments, "false-rejection");
        curve[5 * n + i] = row[i].recordings_mean;
    }
    const phw_plot_curve curves[] = {
        {.name = "of all frames", .x = curve, .y = curve + n, .n = n},
        {.name = "mean of recordings",
         .x = curve,
         .y = curve + 5 * n,
         .low = curve + 2 * n,
         .high = curve + 3 * n,
         .n = n},
        {.name = "asked for",
         .x = curve,
         .y = curve + 4 * n,
         .n = n,
         .closed_form = true},
    };
    const phw_plot_data data = {
        .title = "Frames of other recordings that are refused",
        .summary = "The band is the 95 % interval of the mean over recordings.",
        .x = {.label = "recordings enrolled"},
        .y = {.label = "share refused", .to = 1},
        .curve = curves,
        .n_curves = sizeof curves / sizeof curves[0]};
    const phw_page_picture picture = {&phw_plot_lines, &data};
    const phw_page_section section[] = {
        {.heading = "Recordings enrolled", .picture = &picture, .n_pictures = 1},
        {.heading = "Figures", .result = r},
    };
    (void)snprintf(verdict, sizeof verdict,
                   "With one recording enrolled %.3g of its frames in the others are "
                   "refused. With %zu enrolled it is %.3g of them; %.3g was asked for",
                   row[0].rate, row[n - 1].n_enrolled, row[n - 1].rate, curve[4 * n]);
    const phw_page page = {.title = "RF fingerprint over recordings",
                           .subject = phw_argument_text(arguments, "label"),
                           .good = row[n - 1].frames.low <= curve[4 * n],
                           .verdict = verdict,
                           .note = notes,
                           .section = section,
                           .n_sections = 2};
    const phw_status s = phw_page_publish(&page, "auth evaluate", arguments);
    free(curve);
    return s;
}

phw_status phw_fingerprint_report_sessions(const phw_fingerprint_session_row *row,
                                           size_t n, const phw_fingerprint_sessions *in,
                                           const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_result_text(r, "label", "transmitter", in->label);
    phw_result_text(r, "features", "features",
                    phw_argument_text(arguments, "features"));
    phw_result_text(r, "classifier", "classifier", in->config.classifier->name);
    phw_result_number(r, "false_rejection", "false rejection asked for", "",
                      in->config.false_rejection);
    phw_result_count(r, "n_recordings", "recordings", "", in->n_recordings);
    phw_result_json(r, "rows", "refused of the recordings that are not enrolled",
                    sessions_json(row, n));
    phw_result_text(r, "caveat", "mind", notes[0]);
    phw_result_text(r, "caveat_independence", "mind", notes[1]);
    phw_status s = PHW_OK;
    if (phw_argument_given(arguments, "report"))
        s = page_sessions(r, row, n, arguments);
    if (!s)
        s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}
