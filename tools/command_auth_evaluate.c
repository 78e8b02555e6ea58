#include "tools/command_auth_evaluate.h"

#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "tools/cancel.h"
#include "tools/fingerprint_frames.h"
#include "tools/fingerprint_options.h"
#include "tools/fingerprint_report.h"
#include "tools/fingerprint_sessions.h"
#include "tools/fingerprint_trial.h"
#include "tools/page.h"
#include "tools/scenario_options.h"

/* What a run has opened. */
typedef struct evaluation {
    const phw_arguments *arguments;
    phw_truth truth;
    phw_fingerprint_config config;
    phw_fingerprint_columns columns;
    phw_fingerprint model;
    phw_fingerprint_trial trial;
} evaluation;

static phw_status read_frames(phw_fingerprint_frames *out, evaluation *e,
                              const char *spec)
{
    PHW_TRY(phw_cancel_check());
    return phw_fingerprint_frames_read(out, &e->columns, spec, &e->truth,
                                       phw_argument_number(e->arguments, "tolerance"));
}

/* Every sender of the trace, in the order of its first frame. */
static phw_status enroll_frames(evaluation *e, const phw_fingerprint_frames *f)
{
    size_t n = 0;
    if (e->model.label == NULL)
        PHW_TRY(phw_fingerprint_start(&e->model, e->config, &e->columns));
    for (size_t i = 0; i < f->n; ++i) {
        bool before = f->sender[i][0] == '\0';
        for (size_t k = 0; k < i && !before; ++k)
            before = strcmp(f->sender[k], f->sender[i]) == 0;
        if (!before)
            PHW_TRY(phw_fingerprint_frames_enroll(&n, &e->model, f->sender[i], f,
                                                  f->sender[i]));
    }
    return PHW_OK;
}

static phw_status enroll(evaluation *e)
{
    for (size_t i = 0; i < e->arguments->n_list; ++i) {
        phw_fingerprint_frames f = {.n = 0};
        PHW_TRY(read_frames(&f, e, e->arguments->list[i]));
        const phw_status s = enroll_frames(e, &f);
        phw_fingerprint_frames_free(&f);
        if (s)
            return phw_fail_within(s, "%s", e->arguments->list[i]);
    }
    if (e->model.set.n == 0)
        return phw_fail(PHW_EINPUT, "--enroll: no frame has a known sender and all "
                                    "features; --truth or LABEL=TRACE tell the sender");
    return phw_fingerprint_learn(&e->model);
}

static phw_status open_model(evaluation *e)
{
    const bool has_model = phw_argument_given(e->arguments, "model");
    if (has_model == (e->arguments->n_list > 0))
        return phw_fail(PHW_EARG,
                        "%s: --model is one that is tested, --enroll learns "
                        "one to test, --sessions needs neither",
                        has_model ? "--model and --enroll were given"
                                  : "nothing to test");
    if (!has_model)
        return enroll(e);
    PHW_TRY(phw_fingerprint_open(&e->model, e->arguments));
    e->columns = phw_fingerprint_columns_of(&e->model);
    return PHW_OK;
}

static phw_status test(evaluation *e)
{
    PHW_TRY(open_model(e));
    for (size_t i = 0; i < e->arguments->n_positional; ++i) {
        phw_fingerprint_frames f = {.n = 0};
        PHW_TRY(read_frames(&f, e, phw_argument_positional(e->arguments, i)));
        const phw_status s = phw_fingerprint_trial_add(&e->trial, &e->model, &f);
        phw_fingerprint_frames_free(&f);
        PHW_TRY(s);
    }
    if (e->trial.n_frames == 0)
        return phw_fail(PHW_EINPUT,
                        "none of %zu frames has a known sender; --truth or LABEL=TRACE "
                        "tell it",
                        e->trial.n_nobody);
    return phw_fingerprint_report_trial(&e->model, &e->trial, e->arguments);
}

static bool has_frames(const phw_fingerprint_frames *f, const char *label)
{
    for (size_t i = 0; i < f->n; ++i) {
        if (f->measured[i] && strcmp(f->sender[i], label) == 0)
            return true;
    }
    return false;
}

static phw_status run_sessions(evaluation *e, phw_fingerprint_frames *recording,
                               size_t n)
{
    phw_fingerprint_session_row *row = NULL;
    const phw_fingerprint_sessions in = {
        recording, n, phw_argument_text(e->arguments, "label"), e->config, &e->columns};
    PHW_TRY(phw_array_alloc(&row, n + 1, sizeof *row));
    phw_status s = phw_fingerprint_sessions_run(row, &in);
    if (!s)
        s = phw_fingerprint_report_sessions(row, n - 1, &in, e->arguments);
    free(row);
    return s;
}

/* The traces with frames of the label; others have no say. */
static phw_status read_sessions(size_t *n, phw_fingerprint_frames *recording,
                                evaluation *e, const char *label)
{
    for (size_t i = 0; i < e->arguments->n_positional; ++i) {
        phw_fingerprint_frames f = {.n = 0};
        PHW_TRY(read_frames(&f, e, phw_argument_positional(e->arguments, i)));
        if (has_frames(&f, label))
            recording[(*n)++] = f;
        else
            phw_fingerprint_frames_free(&f);
    }
    return PHW_OK;
}

static phw_status count_sessions(evaluation *e)
{
    const char *label = phw_argument_text(e->arguments, "label");
    phw_fingerprint_frames *recording = NULL;
    size_t n = 0;
    if (label == NULL)
        return phw_fail(PHW_EARG, "--sessions needs --label: the transmitter");
    if (phw_argument_given(e->arguments, "model") || e->arguments->n_list > 0)
        return phw_fail(PHW_EARG, "--sessions enrols the traces themselves; leave "
                                  "--model and --enroll out");
    PHW_TRY(
        phw_array_alloc(&recording, e->arguments->n_positional + 1, sizeof *recording));
    phw_status s = read_sessions(&n, recording, e, label);
    if (!s)
        s = run_sessions(e, recording, n);
    for (size_t i = 0; i < n; ++i)
        phw_fingerprint_frames_free(&recording[i]);
    free(recording);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    evaluation e = {.arguments = arguments};
    PHW_TRY(phw_fingerprint_config_read(&e.config, &e.columns, arguments));
    phw_status s = phw_truth_from_arguments(&e.truth, arguments);
    if (!s)
        s = phw_argument_given(arguments, "sessions") ? count_sessions(&e) : test(&e);
    phw_fingerprint_trial_free(&e.trial);
    phw_fingerprint_free(&e.model);
    phw_truth_free(&e.truth);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "enroll",
               .summary = "a trace to learn from; may be given again"},
     .kind = PHW_OPTION_LIST,
     .letter = 'e',
     .placeholder = "TRACE",
     .file = PHW_OPTION_READS},
    PHW_OPTION_MODEL("a model to test, instead of --enroll", PHW_OPTION_READS),
    PHW_OPTIONS_TRUTH,
    PHW_OPTIONS_FINGERPRINT,
    {.param = {.name = "sessions",
               .summary = "how the error of verifying --label falls with the number "
                          "of recordings enrolled"}},
    {.param = {.name = "label", .summary = "the transmitter of --sessions"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'l',
     .placeholder = "NAME"},
    PHW_OPTION_MODEL_KEY,
    PHW_OPTION_SEED,
    PHW_OPTIONS_REPORT,
};

const phw_command phw_command_auth_evaluate = {
    .name = "auth evaluate",
    .summary = "how often fingerprints are mistaken, with intervals",
    .detail =
        "Learns from the --enroll traces (or takes --model) and tests the TRACEs,\n"
        "whose senders --truth or LABEL=TRACE tell, else the addresses by which probe\n"
        "named their groups: who was taken for whom, frames refused and accepted\n"
        "wrongly with the threshold that enrolment set, and the ROC over all\n"
        "thresholds. A recording that was enrolled is not tested.\n"
        "\n"
        "With --sessions all TRACEs are recordings of --label: for each number of\n"
        "them enrolled, the share of its frames in the others that is refused.\n"
        "\n"
        "Intervals are 95 %: Clopper's and Pearson's of counts, and, from 5\n"
        "recordings on, the bootstrap's over recordings, as frames of one are not\n"
        "independent.",
    .example =
        "phyward probe datasets/recordings/openofdm/radiated_dot11n_6.5mbps.dat "
        "--type ci16 \\\n      --rate 20M -o one.h5\n"
        "  phyward probe datasets/recordings/openofdm/radiated_dot11n_19.5mbps.dat "
        "--type ci16 \\\n      --rate 20M -o two.h5\n"
        "  phyward auth evaluate --enroll one.h5 two.h5 \\\n"
        "      --truth datasets/recordings/openofdm/frames_truth.csv",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"TRACE", "[LABEL=]FILE[:PART], and more", false}},
    .repeats = true,
    .run = run,
};
