#include "tools/sample_radio.h"

#include <SoapySDR/Device.h>
#include <SoapySDR/Errors.h>
#include <SoapySDR/Formats.h>
#include <SoapySDR/Logger.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/sample_encode.h"
#include "tools/cancel.h"

/* How long one read waits, and how many in a row may bring nothing: ten seconds. */
#define PATIENCE_US  100000
#define MOST_SILENCE 100

/* A rate that the radio changed by less is the one that was asked for. */
#define RATE_OFF 1e-4

struct phw_sample_radio {
    SoapySDRDevice *device;
    SoapySDRStream *stream;
    char *name;
    uint64_t n_samples, n_overflows;
    bool ended;
};

static phw_status fail_device(const char *what)
{
    return phw_fail(PHW_EIO, "the radio: %s: %s", what, SoapySDRDevice_lastError());
}

static phw_status set_rate(SoapySDRDevice *device, const phw_radio_setting *setting)
{
    if (SoapySDRDevice_setSampleRate(device, SOAPY_SDR_RX, setting->channel,
                                     setting->rate_hz) != 0)
        return fail_device("sample rate");
    const double rate =
        SoapySDRDevice_getSampleRate(device, SOAPY_SDR_RX, setting->channel);
    if (fabs(rate - setting->rate_hz) > RATE_OFF * setting->rate_hz)
        return phw_fail(PHW_EARG,
                        "--rate %.10g: the radio takes %.10g Hz instead: give a rate "
                        "that it has (SoapySDRUtil --probe lists them)",
                        setting->rate_hz, rate);
    return PHW_OK;
}

static phw_status set_gain(SoapySDRDevice *device, const phw_radio_setting *setting)
{
    const size_t channel = setting->channel;
    const bool automatic = SoapySDRDevice_hasGainMode(device, SOAPY_SDR_RX, channel);
    if (automatic && SoapySDRDevice_setGainMode(device, SOAPY_SDR_RX, channel,
                                                !setting->has_gain) != 0)
        return fail_device("gain control");
    if (setting->has_gain &&
        SoapySDRDevice_setGain(device, SOAPY_SDR_RX, channel, setting->gain_db) != 0)
        return fail_device("gain");
    return PHW_OK;
}

static phw_status set_up(phw_sample_radio *r, const phw_radio_setting *setting)
{
    const size_t channel = setting->channel;
    const size_t n = SoapySDRDevice_getNumChannels(r->device, SOAPY_SDR_RX);
    if (channel >= n)
        return phw_fail(PHW_EARG, "--channel %zu: the radio has %zu to receive with",
                        channel, n);
    PHW_TRY(set_rate(r->device, setting));
    if (SoapySDRDevice_setFrequency(r->device, SOAPY_SDR_RX, channel,
                                    setting->carrier_hz, NULL) != 0)
        return fail_device("centre frequency");
    PHW_TRY(set_gain(r->device, setting));
    r->stream = SoapySDRDevice_setupStream(r->device, SOAPY_SDR_RX, SOAPY_SDR_CF32,
                                           &channel, 1, NULL);
    if (r->stream == NULL)
        return fail_device("stream of samples");
    return SoapySDRDevice_activateStream(r->device, r->stream, 0, 0, 0) != 0
               ? fail_device("start of the stream")
               : PHW_OK;
}

phw_status phw_sample_radio_open(phw_sample_radio **out, const char *arguments,
                                 const phw_radio_setting *setting)
{
    phw_sample_radio *r = calloc(1, sizeof *r);
    if (r == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a radio");
    /* Its own words would stand between ours; the last error is asked for. */
    SoapySDR_setLogLevel(SOAPY_SDR_FATAL);
    phw_status s = PHW_OK;
    r->device = SoapySDRDevice_makeStrArgs(arguments);
    if (r->device == NULL)
        s = phw_fail(PHW_EIO,
                     "soapy:%s: no such radio (%s); SoapySDRUtil --find lists those "
                     "that are there",
                     arguments, SoapySDRDevice_lastError());
    if (!s)
        s = set_up(r, setting);
    if (!s) {
        r->name = SoapySDRDevice_getHardwareKey(r->device);
        *out = r;
        return PHW_OK;
    }
    phw_sample_radio_close(r);
    return s;
}

/* What one read brought: samples, nothing yet, or a loss that is counted. */
static phw_status take(phw_sample_radio *r, int got, int flags, size_t *done)
{
    if (got > 0)
        *done += (size_t)got;
    else if (got == SOAPY_SDR_OVERFLOW)
        ++r->n_overflows;
    else if (got != 0 && got != SOAPY_SDR_TIMEOUT)
        return phw_fail(PHW_EIO, "the radio failed after %llu samples: %s",
                        (unsigned long long)(r->n_samples + *done),
                        SoapySDR_errToStr(got));
    r->ended = got > 0 && (flags & SOAPY_SDR_END_BURST) != 0;
    return PHW_OK;
}

phw_status phw_sample_radio_read(phw_sample_radio *r, phw_cf *out, size_t n,
                                 size_t *n_read, bool *stopped)
{
    size_t done = 0;
    int silence = 0;
    bool asked = false;
    while (done < n && !r->ended && !asked) {
        void *buffer[1] = {out + done};
        int flags = 0;
        long long time_ns = 0;
        const int got = SoapySDRDevice_readStream(
            r->device, r->stream, buffer, n - done, &flags, &time_ns, PATIENCE_US);
        PHW_TRY(take(r, got, flags, &done));
        silence = got == 0 || got == SOAPY_SDR_TIMEOUT ? silence + 1 : 0;
        if (silence > MOST_SILENCE)
            return phw_fail(PHW_EIO, "the radio has been silent for ten seconds");
        asked = phw_cancel_take();
    }
    const phw_status s = phw_sample_encode_check(out, done, r->n_samples);
    if (s)
        return phw_fail_within(PHW_EIO, "the radio");
    r->n_samples += done;
    *n_read = done;
    *stopped = asked;
    return PHW_OK;
}

uint64_t phw_sample_radio_overflows(const phw_sample_radio *r)
{
    return r->n_overflows;
}

const char *phw_sample_radio_name(const phw_sample_radio *r)
{
    return r->name != NULL ? r->name : "";
}

void phw_sample_radio_close(phw_sample_radio *r)
{
    if (r == NULL)
        return;
    if (r->stream != NULL) {
        (void)SoapySDRDevice_deactivateStream(r->device, r->stream, 0, 0);
        (void)SoapySDRDevice_closeStream(r->device, r->stream);
    }
    if (r->device != NULL)
        (void)SoapySDRDevice_unmake(r->device);
    SoapySDR_free(r->name);
    free(r);
}
