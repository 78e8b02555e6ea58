#include "tools/decoded.h"

#include <math.h>

json_t *phw_decoded_hex(const uint8_t *bit, size_t n_bits)
{
    char text[PHW_DECODED_BITS_MAX / 4 + 1];
    size_t n = 0;
    if (n_bits > PHW_DECODED_BITS_MAX)
        n_bits = PHW_DECODED_BITS_MAX;
    for (size_t i = 0; i < n_bits; i += 4) {
        unsigned digit = 0;
        for (size_t k = i; k < i + 4; ++k)
            digit = digit << 1 | (k < n_bits ? bit[k] & 1U : 0U);
        text[n++] = "0123456789abcdef"[digit];
    }
    text[n] = '\0';
    return json_string(text);
}

void phw_decoded_number(json_t *row, const char *name, double value)
{
    (void)json_object_set_new_nocheck(row, name,
                                      isfinite(value) ? json_real(value) : json_null());
}

void phw_decoded_count(json_t *row, const char *name, uint64_t value)
{
    (void)json_object_set_new_nocheck(row, name, json_integer((json_int_t)value));
}

void phw_decoded_text(json_t *row, const char *name, const char *value)
{
    (void)json_object_set_new_nocheck(row, name,
                                      value != NULL ? json_string(value) : json_null());
}

void phw_decoded_flag(json_t *row, const char *name, int value)
{
    (void)json_object_set_new_nocheck(row, name, json_boolean(value));
}

phw_status phw_decoded_open(phw_sample_source **out, const phw_arguments *arguments)
{
    phw_source_options options;
    PHW_TRY(phw_source_from_arguments(&options, arguments));
    phw_sample_source *source = NULL;
    PHW_TRY(phw_sample_source_open(&source, phw_argument_positional(arguments, 0),
                                   &options));
    const phw_status s = phw_sample_source_verify(source);
    if (s) {
        phw_sample_source_close(source);
        return s;
    }
    *out = source;
    return PHW_OK;
}

void phw_decoded_begin(phw_result *r, const phw_sample_source *source,
                       const phw_arguments *arguments, uint64_t n_samples)
{
    const phw_recording_meta *meta = phw_sample_source_info(source);
    phw_result_text(r, "file", "recording", phw_argument_positional(arguments, 0));
    phw_result_number(r, "rate_hz", "sample rate", "Hz", meta->rate_hz);
    phw_result_number(r, "carrier_hz", "centre frequency", "Hz",
                      meta->carrier_hz > 0 ? meta->carrier_hz : (double)NAN);
    phw_result_count(r, "n_samples", "samples", "", n_samples);
}
