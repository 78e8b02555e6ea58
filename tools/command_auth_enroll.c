#include "tools/command_auth_enroll.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tools/cancel.h"
#include "tools/fingerprint_frames.h"
#include "tools/fingerprint_options.h"
#include "tools/result.h"

/* What a run has gathered. */
typedef struct enrolment {
    phw_truth truth;
    phw_fingerprint model;
    phw_fingerprint_columns columns;
    bool adding; /* to a model that was there */
    size_t n_frames;
    size_t n_enrolled;
    size_t n_nobody;     /* nobody knows who sent them */
    size_t n_unmeasured; /* a feature is missing */
} enrolment;

static void release(enrolment *e)
{
    phw_fingerprint_free(&e->model);
    phw_truth_free(&e->truth);
}

/* An option that the model has settled already may only be left out. */
static phw_status check_settled(const phw_arguments *arguments)
{
    static const char *const settled[] = {"features", "classifier", "false-rejection"};
    for (size_t i = 0; i < sizeof settled / sizeof settled[0]; ++i) {
        if (phw_argument_given(arguments, settled[i]))
            return phw_fail(PHW_EARG,
                            "--%s: %s is there and settles it; leave it out, or start "
                            "anew with --new",
                            settled[i], phw_argument_text(arguments, "model"));
    }
    return PHW_OK;
}

static phw_status open_model(enrolment *e, const phw_arguments *arguments)
{
    const char *path = phw_argument_text(arguments, "model");
    e->adding = path != NULL && !phw_argument_given(arguments, "new") &&
                access(path, F_OK) == 0;
    if (path == NULL)
        return phw_fail(PHW_EARG, "--model is missing: the file with the transmitters");
    if (!e->adding)
        return PHW_OK;
    PHW_TRY(check_settled(arguments));
    PHW_TRY(phw_fingerprint_open(&e->model, arguments));
    e->columns = phw_fingerprint_columns_of(&e->model);
    /* Without the key the tag would go, and nobody would notice. */
    if (e->model.sealed && !phw_argument_given(arguments, "key"))
        return phw_fail(PHW_EARG, "%s is sealed: --key is needed to add to it", path);
    return PHW_OK;
}

/* Before the first frame is enrolled, when the trace has told the units. */
static phw_status start_model(enrolment *e, const phw_arguments *arguments)
{
    phw_fingerprint_config config;
    phw_fingerprint_columns named;
    if (e->model.label != NULL)
        return PHW_OK;
    PHW_TRY(phw_fingerprint_config_read(&config, &named, arguments));
    return phw_fingerprint_start(&e->model, config, &e->columns);
}

static void count(enrolment *e, const phw_fingerprint_frames *f)
{
    e->n_frames += f->n;
    for (size_t i = 0; i < f->n; ++i) {
        e->n_nobody += f->sender[i][0] == '\0';
        e->n_unmeasured += f->sender[i][0] != '\0' && !f->measured[i];
    }
}

/* Each sender of a trace in the order of its first frame. */
static phw_status enroll_senders(enrolment *e, const phw_fingerprint_frames *f)
{
    for (size_t i = 0; i < f->n; ++i) {
        size_t n = 0;
        bool before = f->sender[i][0] == '\0';
        for (size_t k = 0; k < i && !before; ++k)
            before = strcmp(f->sender[k], f->sender[i]) == 0;
        if (before)
            continue;
        PHW_TRY(phw_fingerprint_frames_enroll(&n, &e->model, f->sender[i], f,
                                              f->sender[i]));
        e->n_enrolled += n;
    }
    return PHW_OK;
}

static phw_status enroll_trace(enrolment *e, const char *spec,
                               const phw_arguments *arguments)
{
    const char *label = phw_argument_text(arguments, "label");
    phw_fingerprint_frames f = {.n = 0};
    PHW_TRY(phw_cancel_check());
    PHW_TRY(phw_fingerprint_frames_read(&f, &e->columns, spec, &e->truth,
                                        phw_argument_number(arguments, "tolerance")));
    for (size_t i = 0; i < f.n && label != NULL; ++i)
        (void)snprintf(f.sender[i], sizeof f.sender[i], "%s", label);
    count(e, &f);
    phw_status s = start_model(e, arguments);
    if (!s)
        s = enroll_senders(e, &f);
    phw_fingerprint_frames_free(&f);
    return s ? phw_fail_within(s, "%s", spec) : PHW_OK;
}

static phw_status check_label(const phw_arguments *arguments)
{
    const char *label = phw_argument_text(arguments, "label");
    const bool has_truth = phw_argument_given(arguments, "truth");
    if (label != NULL && has_truth)
        return phw_fail(PHW_EARG, "--label and --truth both say whose frames they are; "
                                  "give one");
    if (label != NULL &&
        (*label == '\0' || strlen(label) >= PHW_FINGERPRINT_LABEL_SIZE))
        return phw_fail(PHW_EARG, "--label: expected 1 to %d characters",
                        PHW_FINGERPRINT_LABEL_SIZE - 1);
    return PHW_OK;
}

static phw_status enroll_all(enrolment *e, const phw_arguments *arguments)
{
    for (size_t i = 0; i < arguments->n_positional; ++i)
        PHW_TRY(enroll_trace(e, phw_argument_positional(arguments, i), arguments));
    if (e->n_enrolled == 0)
        return phw_fail(PHW_EINPUT,
                        "none of %zu frames could be enrolled: the sender of %zu is "
                        "not known (--label, --truth or LABEL=TRACE tell it), %zu lack "
                        "a feature",
                        e->n_frames, e->n_nobody, e->n_unmeasured);
    return PHW_OK;
}

static phw_status enroll(enrolment *e, const phw_arguments *arguments)
{
    phw_fingerprint_config config;
    PHW_TRY(check_label(arguments));
    PHW_TRY(phw_fingerprint_config_read(&config, &e->columns, arguments));
    PHW_TRY(open_model(e, arguments));
    PHW_TRY(phw_truth_from_arguments(&e->truth, arguments));
    PHW_TRY(enroll_all(e, arguments));
    PHW_TRY(phw_fingerprint_learn(&e->model));
    return phw_fingerprint_save(&e->model, arguments);
}

static phw_status report(const enrolment *e, const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_result_count(r, "n_frames", "frames", "", e->n_frames);
    phw_result_count(r, "n_enrolled", "of them enrolled", "", e->n_enrolled);
    phw_result_count(r, "n_unknown_sender", "left out, sender not known", "",
                     e->n_nobody);
    phw_result_count(r, "n_not_measured", "left out, a feature is missing", "",
                     e->n_unmeasured);
    phw_result_flag(r, "added", "added to a model", e->adding);
    phw_fingerprint_tell(r, &e->model, arguments);
    phw_result_text(r, "caveat", "mind", PHW_FINGERPRINT_CAVEAT);
    const phw_status s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    enrolment e = {.n_frames = 0};
    phw_status s = enroll(&e, arguments);
    if (!s)
        s = report(&e, arguments);
    release(&e);
    return s;
}

static const phw_option option[] = {
    PHW_OPTION_MODEL("file of the model; one that is there is added to",
                     PHW_OPTION_WRITES),
    {.param = {.name = "label", .summary = "whose frames all of them are"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'l',
     .placeholder = "NAME"},
    PHW_OPTIONS_TRUTH,
    PHW_OPTIONS_FINGERPRINT,
    PHW_OPTION_MODEL_KEY,
    {.param = {.name = "new", .summary = "starts anew when the file is there"}},
};

const phw_command phw_command_auth_enroll = {
    .name = "auth enroll",
    .summary = "learns what transmitters' frames look like",
    .detail =
        "Each trace is a session: a recording, as phyward probe -o writes it. Whose\n"
        "frames they are says --label for all, --truth for each, or LABEL=TRACE;\n"
        "else the addresses do by which probe named the trace's groups.\n"
        "\n"
        "The threshold beyond which a frame is a stranger's is set on these frames\n"
        "alone: with one session of a transmitter by the F law of its distance (where\n"
        "that holds; else by leaving frames out), with more by leaving sessions out.\n"
        "The frames are kept, so that sessions and labels can be added later.",
    .example = "phyward probe datasets/recordings/openofdm/radiated_dot11n_6.5mbps.dat "
               "--type ci16 \\\n      --rate 20M -o csi.h5\n"
               "  phyward auth enroll --model m.json --truth "
               "datasets/recordings/openofdm/frames_truth.csv \\\n      csi.h5 --new",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"TRACE", "[LABEL=]FILE[:PART], and more", false}},
    .repeats = true,
    .run = run,
};
