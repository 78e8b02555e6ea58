#include "tools/command_auth_verify.h"

#include "tools/fingerprint_options.h"
#include "tools/fingerprint_verdicts.h"
#include "tools/result.h"

static bool is_verified(const phw_fingerprint_verdicts *v,
                        const phw_arguments *arguments)
{
    return (double)v->n_accepted >
           phw_argument_number(arguments, "share") * (double)v->frames.n;
}

static phw_status report(const phw_fingerprint_verdicts *v,
                         const phw_arguments *arguments)
{
    const char *label = phw_argument_text(arguments, "label");
    const bool verified = is_verified(v, arguments);
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_result_text(r, "trace", "trace", phw_argument_positional(arguments, 0));
    phw_result_text(r, "label", "claimed", label);
    phw_fingerprint_tell(r, &v->model, arguments);
    phw_fingerprint_verdicts_tell(r, v);
    phw_result_number(r, "share", "share that must be exceeded", "",
                      phw_argument_number(arguments, "share"));
    phw_result_flag(r, "verified", "verified", verified);
    phw_result_text(r, "caveat", "mind", PHW_FINGERPRINT_CAVEAT);
    const phw_status s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    if (!s && !verified)
        return phw_fail(PHW_EAUTH, "%s: not the fingerprint of %s",
                        phw_argument_positional(arguments, 0), label);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    phw_fingerprint_verdicts v = {.n_accepted = 0};
    const char *label = phw_argument_text(arguments, "label");
    if (label == NULL)
        return phw_fail(PHW_EARG, "--label is missing: who the sender claims to be");
    PHW_TRY(phw_fingerprint_judge(&v, phw_argument_positional(arguments, 0), label,
                                  arguments));
    const phw_status s = report(&v, arguments);
    phw_fingerprint_verdicts_free(&v);
    return s;
}

static const phw_option option[] = {
    PHW_OPTION_MODEL("the model, of auth enroll", PHW_OPTION_READS),
    {.param = {.name = "label", .summary = "who the sender claims to be"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'l',
     .placeholder = "NAME"},
    {.param = {.name = "share",
               .unit = "",
               .summary = "of the frames, how many must be accepted, and one more",
               .min = 0,
               .max = 0.999,
               .preset = 0.5},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "P"},
    PHW_OPTION_MODEL_KEY,
};

const phw_command phw_command_auth_verify = {
    .name = "auth verify",
    .summary = "tells whether frames are whose they claim to be",
    .detail =
        "A frame is accepted when its distance from the claimed transmitter is at\n"
        "most the threshold that the enrolled frames set; the claim is verified\n"
        "when more than --share of the frames are. A claim that is not verified\n"
        "is refused: exit status 5.",
    .example = "phyward probe datasets/recordings/openofdm/radiated_dot11n_6.5mbps.dat "
               "--type ci16 \\\n      --rate 20M -o csi.h5\n"
               "  phyward auth enroll --model m.json --new \\\n      --truth "
               "datasets/recordings/openofdm/frames_truth.csv csi.h5\n"
               "  phyward auth verify --model m.json --label e8:de:27:90:6e:42 csi.h5",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"TRACE", "the frames, FILE[:PART]", false}},
    .run = run,
};
