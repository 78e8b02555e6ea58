#include "tools/sample_radio.h"

phw_status phw_sample_radio_open(phw_sample_radio **out, const char *arguments,
                                 const phw_radio_setting *setting)
{
    (void)out;
    (void)setting;
    return phw_fail(PHW_EIO,
                    "soapy:%s: this phyward was built without SoapySDR: configure it "
                    "with -Dsoapy=enabled, or pipe the samples in (-)",
                    arguments);
}

phw_status phw_sample_radio_read(phw_sample_radio *r, phw_cf *out, size_t n,
                                 size_t *n_read, bool *stopped)
{
    (void)r;
    for (size_t i = 0; i < n; ++i)
        out[i] = 0;
    *stopped = false;
    *n_read = 0;
    return PHW_OK;
}

uint64_t phw_sample_radio_overflows(const phw_sample_radio *r)
{
    (void)r;
    return 0;
}

const char *phw_sample_radio_name(const phw_sample_radio *r)
{
    (void)r;
    return "";
}

void phw_sample_radio_close(phw_sample_radio *r)
{
    (void)r;
}
