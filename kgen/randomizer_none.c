#include "kgen/randomizer_none.h"

const phw_randomizer phw_randomizer_none = {
    .name = "none",
    .summary = "nothing: what the channel does is taken as it is",
    .reference = "",
};
