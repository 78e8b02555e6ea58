#include "tools/sounding_options.h"

#include <math.h>

phw_status phw_sounding_from_arguments(phw_sounding_waveform *out,
                                       const phw_arguments *arguments, double rate_hz)
{
    double times = 1;
    if (phw_argument_given(arguments, "bandwidth"))
        times = rate_hz / phw_argument_number(arguments, "bandwidth");
    if (!(times >= 1 && times <= PHW_SOUNDING_OVERSAMPLING_MAX &&
          fabs(times - rint(times)) < 1e-9 * times))
        return phw_fail(PHW_EARG,
                        "--bandwidth: goes %g times into %g samples a second; expected "
                        "a whole number, 1 to %d",
                        times, rate_hz, PHW_SOUNDING_OVERSAMPLING_MAX);
    const phw_status s = phw_sounding_waveform_make(
        out, phw_argument_text(arguments, "waveform"), (size_t)rint(times));
    return s ? phw_fail_within(s, "--waveform") : PHW_OK;
}
