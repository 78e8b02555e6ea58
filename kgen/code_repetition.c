#include "kgen/code_repetition.h"

#include <stdlib.h>
#include <string.h>

enum {
    TIMES
};

static const phw_param params[] = {
    [TIMES] = {.name = "times",
               .unit = "",
               .summary = "how often each bit is there; odd",
               .min = 1,
               .max = 31,
               .preset = 5,
               .whole = true},
};

static phw_status create(phw_codec **out, const phw_params *values)
{
    const size_t times = (size_t)values->value[TIMES];
    if (times % 2 == 0)
        return phw_fail(PHW_EARG, "code repetition: times %zu; expected an odd number",
                        times);
    phw_codec *codec = malloc(sizeof *codec);
    if (codec == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a code");
    *codec = (phw_codec){&phw_code_repetition, times, 1, (times - 1) / 2};
    *out = codec;
    return PHW_OK;
}

static void destroy(phw_codec *codec)
{
    free(codec);
}

static void encode(phw_codec *codec, uint8_t *word, const uint8_t *message)
{
    memset(word, message[0], codec->n);
}

/* The majority as the sign of t minus the sum: no comparison for a compiler to branch
 * on. Every word is within t errors of one of the two. */
static uint8_t decode(phw_codec *codec, uint8_t *message, const uint8_t *word)
{
    uint32_t ones = 0;
    for (size_t i = 0; i < codec->n; ++i)
        ones += word[i];
    message[0] = (uint8_t)(((uint32_t)codec->t - ones) >> 31);
    return 1;
}

const phw_code phw_code_repetition = {
    .name = "repetition",
    .summary = "each bit an odd number of times, by majority",
    .reference = "Bosch, Guajardo, Sadeghi, Shokrollahi, Tuyls, Efficient helper data "
                 "key extractor on FPGAs, CHES 2008",
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .create = create,
    .destroy = destroy,
    .encode = encode,
    .decode = decode,
};
