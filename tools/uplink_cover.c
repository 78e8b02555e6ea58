#include "tools/uplink_cover.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "tools/noise_choice.h"

#define LABEL      "protected"
#define STREAM_MAX 4294967295.0

const char *phw_uplink_covers_component(const phw_uplink_covers *c)
{
    if (!c->noise.along)
        return "all of it, circular";
    return c->noise.law->gaussian
               ? "the component along the carrier, half of its power: the recording "
                 "has magnitudes alone"
               : "the component along the carrier: the recording has magnitudes alone";
}

void phw_uplink_covers_free(phw_uplink_covers *c)
{
    free(c->cover);
    *c = (phw_uplink_covers){0};
}

phw_status phw_uplink_covers_make(phw_uplink_covers *inout,
                                  const phw_uplink_messages *messages)
{
    const char *name = phw_uplink_kind_name(inout->kind);
    if (messages->n == 0)
        return phw_fail(PHW_ESHORT,
                        "no %s message is in it: nothing to protect; check --signal, "
                        "--rate and --type",
                        name);
    if (messages->n > PHW_UPLINK_COVERS_MAX)
        return phw_fail(PHW_EINPUT, "%zu messages; expected at most %d: cut it first",
                        messages->n, PHW_UPLINK_COVERS_MAX);
    phw_uplink_cover *cover = NULL;
    PHW_TRY(phw_array_alloc(&cover, messages->n, sizeof *cover));
    for (size_t i = 0; i < messages->n; ++i) {
        const phw_uplink_message *m = &messages->message[i];
        const double first =
            m->clock.first - (double)m->from + m->code->first_half * m->clock.length;
        cover[i] = (phw_uplink_cover){
            .from = m->from,
            .count = m->to - m->from,
            .clock = {first, m->clock.length},
        };
    }
    inout->cover = cover;
    inout->n = messages->n;
    return PHW_OK;
}

phw_status phw_uplink_covers_write(phw_sigmf_writer *w, const phw_uplink_covers *c)
{
    const phw_recording_field fact[] = {
        {.name = "uplink_signal", .text = phw_uplink_kind_name(c->kind)},
        {.name = "noise", .text = c->law},
        {.name = "noise_jsr_db", .number = c->jsr_db},
        {.name = "noise_along", .number = c->noise.along},
        {.name = "stream", .number = c->stream},
        {.name = "frame", .number = (double)c->frame},
    };
    for (size_t i = 0; i < sizeof fact / sizeof fact[0]; ++i)
        PHW_TRY(phw_sigmf_writer_fact(w, &fact[i]));
    for (size_t i = 0; i < c->n; ++i) {
        const phw_uplink_cover *x = &c->cover[i];
        const phw_recording_field field[] = {
            {.name = "noise_first", .number = x->clock.first},
            {.name = "noise_half_bit", .number = x->clock.length},
        };
        const phw_sigmf_annotation a = {.start = x->from,
                                        .count = x->count,
                                        .label = LABEL,
                                        .field = field,
                                        .n_fields = sizeof field / sizeof field[0]};
        PHW_TRY(phw_sigmf_writer_annotate(w, &a));
    }
    return PHW_OK;
}

static phw_status get_text(const char **out, const phw_recording_field *field, size_t n,
                           const char *name)
{
    const phw_recording_field *f = phw_recording_field_find(field, n, name);
    if (f == NULL || f->text == NULL)
        return phw_fail(PHW_EINPUT,
                        "phyward:%s is missing or no text; expected a recording of "
                        "phyward uplink protect",
                        name);
    *out = f->text;
    return PHW_OK;
}

static phw_status get_number(double *out, const phw_recording_field *field, size_t n,
                             const char *name, double from, double to)
{
    const phw_recording_field *f = phw_recording_field_find(field, n, name);
    if (f == NULL || f->text != NULL || !(f->number >= from && f->number <= to))
        return phw_fail(PHW_EINPUT,
                        "phyward:%s is missing or not a number from %g to %g", name,
                        from, to);
    *out = f->number;
    return PHW_OK;
}

static phw_status get_whole(double *out, const phw_recording_meta *meta,
                            const char *name, double to)
{
    PHW_TRY(get_number(out, meta->field, meta->n_fields, name, 0, to));
    if (*out != floor(*out))
        return phw_fail(PHW_EINPUT, "phyward:%s is not a whole number", name);
    return PHW_OK;
}

static phw_status choose(phw_uplink_covers *c, const char *signal, const char *law)
{
    if (phw_uplink_kind_find(&c->kind, signal) != PHW_OK)
        return phw_fail_within(PHW_EINPUT, "phyward:uplink_signal");
    if (strlen(law) >= sizeof c->law || phw_noise_choice_read(&c->noise, law) != PHW_OK)
        return phw_fail_within(PHW_EINPUT, "phyward:noise");
    (void)snprintf(c->law, sizeof c->law, "%s", law);
    c->noise.power = 1;
    return PHW_OK;
}

static phw_status read_facts(phw_uplink_covers *c, const phw_recording_meta *meta)
{
    const char *signal = NULL;
    const char *law = NULL;
    double along = 0;
    double stream = 0;
    double frame = 0;
    PHW_TRY(get_text(&signal, meta->field, meta->n_fields, "uplink_signal"));
    PHW_TRY(get_text(&law, meta->field, meta->n_fields, "noise"));
    PHW_TRY(
        get_number(&c->jsr_db, meta->field, meta->n_fields, "noise_jsr_db", -100, 100));
    PHW_TRY(get_whole(&along, meta, "noise_along", 1));
    PHW_TRY(get_whole(&stream, meta, "stream", STREAM_MAX));
    PHW_TRY(get_whole(&frame, meta, "frame", PHW_UPLINK_FRAME_MAX));
    c->noise.along = along != 0;
    c->stream = (uint32_t)stream;
    c->frame = (uint64_t)frame;
    return choose(c, signal, law);
}

static phw_status read_cover(phw_uplink_cover *out, const phw_recording_annotation *a)
{
    phw_uplink_cover x = {.from = a->start, .count = a->count};
    PHW_TRY(
        get_number(&x.clock.length, a->field, a->n_fields, "noise_half_bit", 1, 1e6));
    PHW_TRY(
        get_number(&x.clock.first, a->field, a->n_fields, "noise_first", -1e9, 1e9));
    if (x.count == 0)
        return phw_fail(PHW_EINPUT, "it holds no samples");
    *out = x;
    return PHW_OK;
}

static bool is_cover(const phw_recording_annotation *a)
{
    return a->label != NULL && strcmp(a->label, LABEL) == 0;
}

static phw_status read_covers(phw_uplink_covers *c, const phw_recording_meta *meta)
{
    size_t n = 0;
    for (size_t i = 0; i < meta->n_annotations; ++i)
        n += is_cover(&meta->annotations[i]);
    if (n == 0 || n > PHW_UPLINK_COVERS_MAX)
        return phw_fail(PHW_EINPUT,
                        "%zu annotations are labelled \"" LABEL "\"; expected 1 to %d",
                        n, PHW_UPLINK_COVERS_MAX);
    PHW_TRY(phw_array_alloc(&c->cover, n, sizeof *c->cover));
    uint64_t end = 0;
    for (size_t i = 0; i < meta->n_annotations; ++i) {
        const phw_recording_annotation *a = &meta->annotations[i];
        if (!is_cover(a))
            continue;
        if (read_cover(&c->cover[c->n], a) != PHW_OK)
            return phw_fail_within(PHW_EINPUT, "annotations[%zu]", i);
        if (a->start < end)
            return phw_fail(PHW_EINPUT, "annotations[%zu] begins within the one before",
                            i);
        end = a->start + a->count;
        ++c->n;
    }
    return PHW_OK;
}

phw_status phw_uplink_covers_read(phw_uplink_covers *out, const char *path,
                                  const phw_recording_meta *meta)
{
    phw_uplink_covers c = {0};
    phw_status s = read_facts(&c, meta);
    if (!s)
        s = read_covers(&c, meta);
    if (s) {
        phw_uplink_covers_free(&c);
        return phw_fail_within(s, "%s", path);
    }
    *out = c;
    return PHW_OK;
}

phw_status phw_uplink_cover_noise(phw_cf *out, const phw_uplink_covers *c, size_t i,
                                  const phw_key *key)
{
    phw_noise_config config = c->noise;
    config.clock = c->cover[i].clock;
    phw_noise_source *source = NULL;
    PHW_TRY(phw_noise_source_create(&source, &config, key, c->stream,
                                    c->frame * PHW_UPLINK_COVERS_MAX + i));
    const phw_status s =
        phw_noise_source_read(source, out, 0, (size_t)c->cover[i].count);
    phw_noise_source_destroy(source);
    return s;
}
