#include "tools/recording_options.h"

phw_recording_options phw_recording_from_arguments(const phw_arguments *arguments)
{
    return (phw_recording_options){
        .type = phw_argument_text(arguments, "type"),
        .rate_hz = phw_argument_number(arguments, "rate"),
        .carrier_hz = phw_argument_number(arguments, "freq"),
        .channel = (unsigned)phw_argument_count(arguments, "channel"),
    };
}
