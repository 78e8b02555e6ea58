#include "tools/sample_source.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/cancel.h"
#include "tools/sample_pipe.h"
#include "tools/sample_radio.h"

#define RADIO_PREFIX "soapy:"

/* A recording is read in such pieces, so that Ctrl-C is heard. */
#define PIECE ((size_t)1 << 18)

struct phw_sample_source {
    phw_recording *recording; /* one of the three is not NULL */
    phw_sample_pipe *pipe;
    phw_sample_radio *radio;
    phw_recording_meta meta; /* strings and arrays are the recording's */
    uint64_t position;
    uint64_t most; /* samples that --duration allows */
    bool interrupted;
};

phw_status phw_source_from_arguments(phw_source_options *out,
                                     const phw_arguments *arguments)
{
    phw_source_options o = {
        .has_gain = phw_argument_given(arguments, "gain"),
        .gain_db = phw_argument_number(arguments, "gain"),
        .duration_s = phw_argument_number(arguments, "duration"),
    };
    PHW_TRY(phw_recording_from_arguments(&o.recording, arguments));
    *out = o;
    return PHW_OK;
}

static phw_status open_pipe(phw_sample_source *s, const phw_recording_options *o)
{
    if (o->type == NULL)
        return phw_fail(PHW_EARG, "-: a pipe does not tell its sample type, and none "
                                  "is guessed: give --type (ci16, cu8, cf32 ...)");
    if (o->rate_hz == 0 && !o->any_rate)
        return phw_fail(PHW_EARG, "-: a pipe does not tell its sample rate: give it "
                                  "(--rate 20M)");
    if (o->channel != 0)
        return phw_fail(PHW_EARG, "-: channel %u; expected 0: a pipe has one",
                        o->channel);
    s->meta.format = "pipe";
    PHW_TRY(phw_sample_type_parse(&s->meta.type, o->type));
    return phw_sample_pipe_create(&s->pipe, STDIN_FILENO, s->meta.type);
}

static phw_status open_radio(phw_sample_source *s, const char *name,
                             const phw_source_options *o)
{
    const phw_radio_setting setting = {
        .rate_hz = o->recording.rate_hz,
        .carrier_hz = o->recording.carrier_hz,
        .channel = o->recording.channel,
        .has_gain = o->has_gain,
        .gain_db = o->gain_db,
    };
    if (setting.rate_hz == 0 || setting.carrier_hz == 0)
        return phw_fail(PHW_EARG,
                        "%s: a radio must be told its sample rate and its centre "
                        "frequency: give --rate and --freq",
                        name);
    if (o->recording.type != NULL)
        return phw_fail(PHW_EARG,
                        "%s: a radio's samples have a type already: leave "
                        "--type out",
                        name);
    s->meta.format = "radio";
    s->meta.type =
        (phw_sample_type){.component = PHW_COMPONENT_F32, .is_complex = true};
    return phw_sample_radio_open(&s->radio, name + strlen(RADIO_PREFIX), &setting);
}

static phw_status open_any(phw_sample_source *s, const char *name,
                           const phw_source_options *o)
{
    s->meta.rate_hz = o->recording.rate_hz;
    s->meta.carrier_hz = o->recording.carrier_hz;
    s->meta.n_channels = 1;
    s->meta.n_samples = UINT64_MAX;
    if (strcmp(name, "-") == 0)
        return open_pipe(s, &o->recording);
    if (strncmp(name, RADIO_PREFIX, strlen(RADIO_PREFIX)) == 0)
        return open_radio(s, name, o);
    PHW_TRY(phw_recording_open(&s->recording, name, &o->recording));
    s->meta = *phw_recording_info(s->recording);
    return PHW_OK;
}

/* Samples that a duration allows. */
static phw_status limit(phw_sample_source *s, const char *name, double duration_s)
{
    s->most = UINT64_MAX;
    if (duration_s > 0) {
        if (s->meta.rate_hz == 0)
            return phw_fail(PHW_EARG, "%s: --duration needs a sample rate: give --rate",
                            name);
        const double most = ceil(duration_s * s->meta.rate_hz);
        s->most = most < 0x1p63 ? (uint64_t)most : UINT64_MAX;
    }
    if (s->recording != NULL && s->meta.n_samples > s->most)
        s->meta.n_samples = s->most;
    return PHW_OK;
}

phw_status phw_sample_source_open(phw_sample_source **out, const char *name,
                                  const phw_source_options *options)
{
    const phw_source_options none = {0};
    if (options == NULL)
        options = &none;
    phw_sample_source *s = calloc(1, sizeof *s);
    if (s == NULL)
        return phw_fail(PHW_ENOMEM, "%s: no memory", name);
    phw_status status = open_any(s, name, options);
    if (!status)
        status = limit(s, name, options->duration_s);
    if (status) {
        phw_sample_source_close(s);
        return status;
    }
    *out = s;
    return PHW_OK;
}

const phw_recording_meta *phw_sample_source_info(const phw_sample_source *s)
{
    return &s->meta;
}

static phw_status read_recording(phw_sample_source *s, phw_cf *out, size_t n,
                                 size_t *n_read)
{
    size_t done = 0;
    size_t got = 1;
    while (done < n && got > 0) {
        const size_t piece = n - done < PIECE ? n - done : PIECE;
        PHW_TRY(phw_cancel_check());
        PHW_TRY(phw_recording_read(s->recording, out + done, piece, &got));
        done += got;
    }
    *n_read = done;
    return PHW_OK;
}

static phw_status read_any(phw_sample_source *s, phw_cf *out, size_t n, size_t *n_read)
{
    if (s->recording != NULL)
        return read_recording(s, out, n, n_read);
    if (s->pipe != NULL)
        return phw_sample_pipe_read(s->pipe, out, n, n_read, &s->interrupted);
    return phw_sample_radio_read(s->radio, out, n, n_read, &s->interrupted);
}

phw_status phw_sample_source_read(phw_sample_source *s, phw_cf *out, size_t n,
                                  size_t *n_read)
{
    const uint64_t left = s->most - s->position;
    const size_t wanted = left < n ? (size_t)left : n;
    size_t got = 0;
    if (!s->interrupted)
        PHW_TRY(read_any(s, out, wanted, &got));
    s->position += got;
    if (got < n && phw_sample_source_is_live(s))
        s->meta.n_samples = s->position;
    if (s->pipe != NULL)
        s->meta.trailing_bytes = phw_sample_pipe_trailing(s->pipe);
    *n_read = got;
    return PHW_OK;
}

double phw_sample_source_total(const phw_sample_source *s)
{
    const uint64_t n = s->meta.n_samples < s->most ? s->meta.n_samples : s->most;
    return n == UINT64_MAX ? 0 : (double)n;
}

bool phw_sample_source_is_live(const phw_sample_source *s)
{
    return s->recording == NULL;
}

phw_recording *phw_sample_source_recording(phw_sample_source *s)
{
    return s->recording;
}

phw_status phw_sample_source_verify(phw_sample_source *s)
{
    if (s->recording == NULL)
        return PHW_OK;
    const phw_status status = phw_recording_verify(s->recording);
    s->meta.hash = phw_recording_info(s->recording)->hash;
    return status;
}

void phw_sample_source_report(const phw_sample_source *s, phw_result *r)
{
    const bool live = phw_sample_source_is_live(s);
    const uint64_t overflows =
        s->radio != NULL ? phw_sample_radio_overflows(s->radio) : 0;
    const uint64_t trailing = live ? s->meta.trailing_bytes : 0;
    phw_result_flag(r, "interrupted", s->interrupted ? "ended by Ctrl-C" : NULL,
                    s->interrupted);
    phw_result_count(r, "trailing_bytes",
                     trailing > 0 ? "bytes of a broken sample at the end" : NULL, "",
                     trailing);
    phw_result_count(r, "n_overflows",
                     overflows > 0 ? "times that the radio lost samples" : NULL, "",
                     overflows);
}

void phw_sample_source_close(phw_sample_source *s)
{
    if (s == NULL)
        return;
    phw_recording_close(s->recording);
    phw_sample_pipe_destroy(s->pipe);
    phw_sample_radio_close(s->radio);
    free(s);
}
