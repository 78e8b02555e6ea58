#include "tools/uplink_options.h"

#include <math.h>

#define BLF_SHARE 0.25 /* the standard's widest tolerance is 22 % */

phw_status phw_uplink_seed_key(phw_key *out, const phw_arguments *a)
{
    const char *path = phw_argument_text(a, "seed-key");
    if (path == NULL)
        return phw_fail(PHW_EARG, "--seed-key is missing: name the key file that the "
                                  "noise is made of");
    return phw_key_read(out, path);
}

phw_status phw_uplink_truth_read(phw_uplink_samples *out,
                                 const phw_uplink_samples *noisy, const char *path,
                                 const phw_arguments *arguments)
{
    phw_recording_options options;
    phw_uplink_samples s = {0};
    PHW_TRY(phw_recording_from_arguments(&options, arguments));
    if (options.rate_hz <= 0)
        options.rate_hz = noisy->signal.rate_hz;
    PHW_TRY(phw_uplink_samples_read(&s, path, &options));
    if (s.signal.n != noisy->signal.n || s.is_real != noisy->is_real ||
        s.signal.rate_hz != noisy->signal.rate_hz) {
        phw_uplink_samples_free(&s);
        return phw_fail(PHW_EINPUT,
                        "%s: not what was protected: expected as many samples, of the "
                        "same rate, complex or real alike",
                        path);
    }
    *out = s;
    return PHW_OK;
}

phw_uplink_search phw_uplink_search_of(phw_uplink_kind kind)
{
    return (phw_uplink_search){kind, PHW_EPC_BLF_MIN_HZ, PHW_EPC_BLF_MAX_HZ};
}

phw_status phw_uplink_search_from(phw_uplink_search *out,
                                  const phw_uplink_samples *samples,
                                  const phw_arguments *arguments)
{
    const char *name = phw_argument_text(arguments, "signal");
    phw_uplink_search s =
        phw_uplink_search_of(samples->is_real ? PHW_UPLINK_EPC : PHW_UPLINK_MODE_S);
    if (name != NULL && phw_uplink_kind_find(&s.kind, name) != PHW_OK)
        return phw_fail_within(PHW_EARG, "--signal");
    if (phw_argument_given(arguments, "blf")) {
        const double blf_hz = phw_argument_number(arguments, "blf");
        s.blf_low_hz = fmax(s.blf_low_hz, blf_hz * (1 - BLF_SHARE));
        s.blf_high_hz = fmin(s.blf_high_hz, blf_hz * (1 + BLF_SHARE));
    }
    *out = s;
    return PHW_OK;
}
