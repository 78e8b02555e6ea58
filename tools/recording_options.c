#include "tools/recording_options.h"

#include "datasets/sample_type.h"

phw_status phw_recording_from_arguments(phw_recording_options *out,
                                        const phw_arguments *arguments)
{
    const char *type = phw_argument_text(arguments, "type");
    phw_sample_type unused;
    if (type != NULL && phw_sample_type_parse(&unused, type) != PHW_OK)
        return phw_fail_within(PHW_EARG, "--type");
    *out = (phw_recording_options){
        .type = type,
        .rate_hz = phw_argument_number(arguments, "rate"),
        .carrier_hz = phw_argument_number(arguments, "freq"),
        .channel = (unsigned)phw_argument_count(arguments, "channel"),
    };
    return PHW_OK;
}
