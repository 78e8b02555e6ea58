#include "tools/frame_recordings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "datasets/sigmf_collection.h"
#include "tools/cancel.h"
#include "tools/frame_annotation.h"

#define BLOCK 65536

/* Cutting frames out. */
typedef struct cutter {
    const phw_staged_folder *folder;
    const phw_frames *frames;
    phw_recording *recording;
    double bandwidth_hz;
    phw_cf *block;
    phw_sigmf_collection_writer *collection;
} cutter;

/* Two outputs of one recording. */
typedef struct couple {
    phw_writer *data;
    phw_writer *meta;
} couple;

static const char *name_of(const phw_recording_meta *meta)
{
    const char *slash = strrchr(meta->data_path, '/');
    return slash != NULL ? slash + 1 : meta->data_path;
}

/* What is written in the type that the samples came in. */
static phw_sigmf_config config_of(const phw_recording_meta *meta)
{
    phw_sigmf_config c = {.type = meta->type,
                          .rate_hz = meta->rate_hz,
                          .carrier_hz = meta->carrier_hz,
                          .author = meta->author,
                          .license = meta->license,
                          .hardware = meta->hardware};
    if (c.type.component == PHW_COMPONENT_I24)
        c.type.component = PHW_COMPONENT_I32;
    return c;
}

phw_status phw_frame_copy_create(phw_sigmf_writer **out, phw_outputs *outputs,
                                 const char *name, const phw_recording_meta *meta)
{
    couple file = {NULL, NULL};
    char *meta_path = NULL;
    char *data_path = NULL;
    phw_sigmf_config config = config_of(meta);
    config.description = meta->description;
    if (meta->n_captures > 0 && meta->captures[0].datetime[0] != '\0')
        config.datetime = meta->captures[0].datetime;
    PHW_TRY(phw_sigmf_paths(&meta_path, &data_path, name));
    phw_status s = phw_outputs_add(&file.data, outputs, data_path, false);
    if (!s)
        s = phw_outputs_add(&file.meta, outputs, meta_path, false);
    if (!s)
        s = phw_sigmf_writer_create(out, file.meta, file.data, &config);
    free(meta_path);
    free(data_path);
    return s;
}

phw_status phw_frame_copy_finish(phw_sigmf_writer *w, const phw_frames *f,
                                 const phw_recording_meta *meta, double bandwidth_hz)
{
    const uint64_t n_samples = phw_sigmf_writer_n_samples(w);
    for (size_t i = 0; i < f->n; ++i) {
        phw_frame_annotation a;
        phw_frame_annotation_fill(&a, f, i, meta, n_samples, bandwidth_hz);
        PHW_TRY(phw_sigmf_writer_annotate(w, &a.annotation));
    }
    return phw_sigmf_writer_finish(w);
}

static phw_status copy_samples(cutter *c, phw_sigmf_writer *w, uint64_t from,
                               uint64_t to)
{
    size_t n = 0;
    PHW_TRY(phw_recording_seek(c->recording, from));
    for (uint64_t at = from; at < to; at += n) {
        const uint64_t left = to - at;
        const size_t wanted = left < BLOCK ? (size_t)left : BLOCK;
        PHW_TRY(phw_recording_read(c->recording, c->block, wanted, &n));
        PHW_TRY(phw_sigmf_writer_push(w, c->block, n));
        if (n == 0)
            return phw_fail(PHW_EINPUT, "%s: became shorter while it was read",
                            phw_recording_info(c->recording)->data_path);
    }
    return PHW_OK;
}

static uint64_t floor_at(double at)
{
    return at > 0 ? (uint64_t)at : 0;
}

static phw_status write_frame(cutter *c, phw_sigmf_writer *w,
                              const phw_frame_annotation *whole)
{
    const phw_recording_meta *meta = phw_recording_info(c->recording);
    const double margin = ceil(PHW_FRAME_MARGIN_S * meta->rate_hz);
    const uint64_t start = whole->annotation.start;
    const uint64_t end = start + whole->annotation.count;
    const uint64_t from = floor_at((double)start - margin);
    const uint64_t room = meta->n_samples - end;
    const uint64_t to = end + (room < (uint64_t)margin ? room : (uint64_t)margin);
    phw_sigmf_annotation a = whole->annotation;
    a.start = start - from;
    PHW_TRY(phw_sigmf_writer_segment(w, from));
    PHW_TRY(copy_samples(c, w, from, to));
    PHW_TRY(phw_sigmf_writer_annotate(w, &a));
    return phw_sigmf_writer_finish(w);
}

static phw_status open_output(phw_writer **out, const cutter *c, const char *name,
                              const char *ending)
{
    char path[PHW_OUTPUT_PATH_MAX];
    const int n =
        snprintf(path, sizeof path, "%s/%s%s", c->folder->stage, name, ending);
    if (n < 0 || (size_t)n >= sizeof path)
        return phw_fail(PHW_EARG, "--save-frames: the path is too long");
    PHW_TRY(phw_writer_create(out, path, false));
    phw_writer_defer_sync(*out);
    return PHW_OK;
}

static phw_status create_frame(phw_sigmf_writer **out, const couple *file, size_t i,
                               const phw_recording_meta *meta)
{
    char description[320];
    phw_sigmf_config config = config_of(meta);
    (void)snprintf(description, sizeof description, "frame %zu of %.255s", i,
                   name_of(meta));
    config.description = description;
    return phw_sigmf_writer_create(out, file->meta, file->data, &config);
}

/* A frame's two files appear in the folder that nobody sees yet. */
static phw_status cut(cutter *c, size_t i)
{
    char name[32];
    couple file = {NULL, NULL};
    phw_sigmf_writer *w = NULL;
    phw_frame_annotation a;
    const phw_recording_meta *meta = phw_recording_info(c->recording);
    (void)snprintf(name, sizeof name, PHW_FRAME_NAME, i);
    phw_frame_annotation_fill(&a, c->frames, i, meta, meta->n_samples, c->bandwidth_hz);
    phw_status s = open_output(&file.data, c, name, ".sigmf-data");
    if (!s)
        s = open_output(&file.meta, c, name, ".sigmf-meta");
    if (!s)
        s = create_frame(&w, &file, i, meta);
    if (!s)
        s = write_frame(c, w, &a);
    if (!s)
        s = phw_sigmf_collection_add(c->collection, name, phw_sigmf_writer_hash(w));
    phw_sigmf_writer_destroy(w);
    if (s) {
        phw_writer_discard(file.data);
        phw_writer_discard(file.meta);
        return s;
    }
    return phw_writer_commit_all((phw_writer *[]){file.data, file.meta}, 2);
}

static phw_status cut_frames(cutter *c, phw_progress *bar)
{
    for (size_t i = 0; i < c->frames->n; ++i) {
        PHW_TRY(cut(c, i));
        PHW_TRY(phw_cancel_check());
        phw_progress_show(bar, (double)(i + 1));
    }
    return phw_sigmf_collection_finish(c->collection);
}

phw_status phw_frame_cut_all(const phw_staged_folder *folder, const phw_frames *f,
                             phw_recording *recording, double bandwidth_hz,
                             phw_progress *bar)
{
    cutter c = {.folder = folder,
                .frames = f,
                .recording = recording,
                .bandwidth_hz = bandwidth_hz};
    phw_writer *list = NULL;
    char description[320];
    (void)snprintf(description, sizeof description, "the 802.11 frames of %.255s",
                   name_of(phw_recording_info(recording)));
    const phw_sigmf_collection_config config = {.description = description};
    phw_status s = phw_array_alloc(&c.block, BLOCK, sizeof *c.block);
    if (!s)
        s = open_output(&list, &c, PHW_FRAME_COLLECTION_NAME, "");
    if (!s)
        s = phw_sigmf_collection_create(&c.collection, list, &config);
    if (!s)
        s = cut_frames(&c, bar);
    phw_sigmf_collection_destroy(c.collection);
    free(c.block);
    if (s) {
        phw_writer_discard(list);
        return s;
    }
    return phw_writer_commit(list);
}
