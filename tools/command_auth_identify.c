#include "tools/command_auth_identify.h"

#include <jansson.h>

#include "tools/fingerprint_options.h"
#include "tools/fingerprint_verdicts.h"
#include "tools/interval.h"
#include "tools/result.h"

/* How many frames were taken for each, and for nobody. */
static json_t *counts_json(const phw_fingerprint_verdicts *v)
{
    json_t *rows = json_array();
    for (size_t l = 0; l <= v->model.set.n_labels; ++l) {
        size_t n = 0;
        const bool nobody = l == v->model.set.n_labels;
        for (size_t i = 0; i < v->frames.n; ++i) {
            const phw_fingerprint_verdict *x = &v->verdict[i];
            n += nobody ? !x->accepted : x->accepted && x->label == l;
        }
        const phw_interval share = phw_interval_share(n, v->frames.n);
        (void)json_array_append_new(
            rows,
            json_pack("{s:s,s:I,s:f,s:f}", "taken_for",
                      nobody ? "(a stranger)" : v->model.label[l].name, "frames",
                      (json_int_t)n, "share_low", share.low, "share_high", share.high));
    }
    return rows;
}

static phw_status report(const phw_fingerprint_verdicts *v,
                         const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_result_text(r, "trace", "trace", phw_argument_positional(arguments, 0));
    phw_fingerprint_tell(r, &v->model, arguments);
    phw_fingerprint_verdicts_tell(r, v);
    phw_result_json(r, "counts", "taken for", counts_json(v));
    phw_result_text(r, "caveat", "mind", PHW_FINGERPRINT_CAVEAT);
    const phw_status s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    phw_fingerprint_verdicts v = {.n_accepted = 0};
    PHW_TRY(phw_fingerprint_judge(&v, phw_argument_positional(arguments, 0), NULL,
                                  arguments));
    const phw_status s = report(&v, arguments);
    phw_fingerprint_verdicts_free(&v);
    return s;
}

static const phw_option option[] = {
    PHW_OPTION_MODEL("the model, of auth enroll", PHW_OPTION_READS),
    PHW_OPTION_MODEL_KEY,
};

const phw_command phw_command_auth_identify = {
    .name = "auth identify",
    .summary = "tells whose frames they are, or a stranger's",
    .detail = "Each frame is the nearest transmitter's, accepted when its distance is\n"
              "at most the threshold that the enrolled frames set. A stranger is a\n"
              "finding, with exit status 0. address is what the frame itself claims,\n"
              "where probe could tell: label and address that differ are one too.",
    .example =
        "phyward probe datasets/recordings/openofdm/radiated_dot11n_6.5mbps.dat "
        "--type ci16 \\\n      --rate 20M -o csi.h5\n"
        "  phyward auth enroll --model m.json --new \\\n      --truth "
        "datasets/recordings/openofdm/frames_truth.csv csi.h5\n"
        "  phyward probe datasets/recordings/openofdm/radiated_dot11n_65mbps.dat "
        "--type ci16 \\\n      --rate 20M -o csi2.h5\n"
        "  phyward auth identify --model m.json csi2.h5",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"TRACE", "the frames, FILE[:PART]", false}},
    .run = run,
};
