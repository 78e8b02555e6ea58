#include "kgen/pipeline.h"

#include <stdlib.h>
#include <string.h>

#include "kgen/feature_registry.h"
#include "kgen/filters.h"
#include "kgen/transform_none.h"
#include "kgen/transforms.h"

/* Most names of all three registries, and most characters of one member of a list. */
#define NAMES_MAX  96
#define MEMBER_MAX 256

#define PREFIX_SIZE 4

/* The three stages, in their order. */
typedef enum stage {
    EXTRACT,
    FILTER,
    TRANSFORM
} stage;

/* Which entry a name means. */
typedef struct meaning {
    stage stage;
    size_t index;
} meaning;

static size_t add_names(const char *const *name, size_t n_names, const char **all,
                        size_t n)
{
    for (size_t i = 0; i < n_names && n < NAMES_MAX; ++i)
        all[n++] = name[i];
    return n;
}

static phw_status find(meaning *out, const char *name)
{
    size_t n[3];
    const phw_feature *const *feature = phw_feature_list(&n[EXTRACT]);
    const phw_filter *const *filter = phw_filter_list(&n[FILTER]);
    const phw_transform *const *transform = phw_transform_list(&n[TRANSFORM]);
    const char *all[NAMES_MAX + 1] = {0};
    size_t n_all = 0;
    for (size_t i = 0; i < n[EXTRACT]; ++i)
        n_all = add_names(&feature[i]->name, 1, all, n_all);
    for (size_t i = 0; i < n[FILTER]; ++i)
        n_all = add_names(&filter[i]->name, 1, all, n_all);
    for (size_t i = 0; i < n[TRANSFORM]; ++i)
        n_all = add_names(&transform[i]->name, 1, all, n_all);
    const phw_param choice = {.name = "feature", .choice = all};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    size_t at = (size_t)index;
    stage s = EXTRACT;
    while (at >= n[s]) {
        at -= n[s];
        s = s == EXTRACT ? FILTER : TRANSFORM;
    }
    *out = (meaning){s, at};
    return PHW_OK;
}

/* Where the next entry of a stage and its parameters go, and the table of these. */
typedef struct place {
    phw_params *params;
    const phw_param *table;
    size_t n_table;
} place;

static place append(phw_pipeline *p, meaning what)
{
    size_t n = 0;
    if (what.stage == EXTRACT) {
        phw_pipeline_extractor *to = &p->extractor[p->n_extractors++];
        to->entry = phw_feature_list(&n)[what.index];
        return (place){&to->params, to->entry->params, to->entry->n_params};
    }
    if (what.stage == FILTER) {
        phw_pipeline_filter *to = &p->filter[p->n_filters++];
        to->entry = phw_filter_list(&n)[what.index];
        return (place){&to->params, to->entry->params, to->entry->n_params};
    }
    phw_pipeline_transform *to = &p->transform[p->n_transforms++];
    to->entry = phw_transform_list(&n)[what.index];
    return (place){&to->params, to->entry->params, to->entry->n_params};
}

static phw_status read_member(phw_pipeline *p, stage *last, const char *member)
{
    char name[64];
    const char *params = NULL;
    meaning what = {0};
    PHW_TRY(phw_choice_split(name, &params, member, sizeof name));
    PHW_TRY(find(&what, name));
    if (what.stage < *last)
        return phw_fail(PHW_EARG,
                        "%s comes too late: first features, then filters, then "
                        "transforms",
                        name);
    *last = what.stage;
    const size_t used[] = {p->n_extractors, p->n_filters, p->n_transforms};
    if (used[what.stage] == PHW_PIPELINE_MAX)
        return phw_fail(PHW_EARG, "%s is one too many: at most %d of a kind", name,
                        PHW_PIPELINE_MAX);
    const place to = append(p, what);
    const phw_status s = phw_params_read(to.params, to.table, to.n_table, params);
    return s ? phw_fail_within(s, "%s", name) : PHW_OK;
}

phw_status phw_pipeline_read(phw_pipeline *inout, const char *text)
{
    phw_pipeline p = *inout;
    stage last = EXTRACT;
    for (const char *at = text;; ++at) {
        char member[MEMBER_MAX];
        const size_t length = strcspn(at, ",");
        if (length >= sizeof member)
            return phw_fail(PHW_EARG, "\"%.40s...\" is too long", at);
        memcpy(member, at, length);
        member[length] = '\0';
        PHW_TRY(read_member(&p, &last, member));
        at += length;
        if (*at == '\0')
            break;
    }
    *inout = p;
    return PHW_OK;
}

static void take(phw_params *out, const phw_params *params, const phw_param *table,
                 size_t n)
{
    if (params != NULL)
        *out = *params;
    else
        phw_params_preset(out, table, n);
}

void phw_pipeline_set_feature(phw_pipeline *inout, const phw_feature *entry,
                              const phw_params *params)
{
    inout->n_extractors = 1;
    inout->extractor[0].entry = entry;
    take(&inout->extractor[0].params, params, entry->params, entry->n_params);
}

void phw_pipeline_set_filter(phw_pipeline *inout, const phw_filter *entry,
                             const phw_params *params)
{
    inout->n_filters = 1;
    inout->filter[0].entry = entry;
    take(&inout->filter[0].params, params, entry->params, entry->n_params);
}

void phw_pipeline_set_transform(phw_pipeline *inout, const phw_transform *entry,
                                const phw_params *params)
{
    inout->n_transforms = 1;
    inout->transform[0].entry = entry;
    take(&inout->transform[0].params, params, entry->params, entry->n_params);
}

phw_status phw_pipeline_check(const phw_pipeline *p)
{
    bool whole = p->n_extractors >= 1 && p->n_extractors <= PHW_PIPELINE_MAX &&
                 p->n_filters <= PHW_PIPELINE_MAX &&
                 p->n_transforms <= PHW_PIPELINE_MAX;
    for (size_t i = 0; whole && i < p->n_extractors; ++i)
        whole = p->extractor[i].entry != NULL;
    for (size_t i = 0; whole && i < p->n_filters; ++i)
        whole = p->filter[i].entry != NULL;
    for (size_t i = 0; whole && i < p->n_transforms; ++i)
        whole = p->transform[i].entry != NULL;
    if (!whole)
        return phw_fail(PHW_EARG, "pipeline: an entry is not chosen");
    for (size_t i = 0; i < p->n_filters; ++i) {
        if (p->filter[i].entry->check != NULL)
            PHW_TRY(p->filter[i].entry->check(&p->filter[i].params));
    }
    for (size_t i = 0; i < p->n_transforms; ++i) {
        if (p->transform[i].entry->check != NULL)
            PHW_TRY(p->transform[i].entry->check(&p->transform[i].params));
    }
    return PHW_OK;
}

void phw_pipeline_shorten(phw_pipeline *inout, size_t n_rows)
{
    for (size_t i = 0; i < inout->n_filters; ++i) {
        if (inout->filter[i].entry->shorten != NULL)
            inout->filter[i].entry->shorten(&inout->filter[i].params, n_rows);
    }
}

bool phw_pipeline_is_fitted(const phw_pipeline *p)
{
    for (size_t i = 0; i < p->n_transforms; ++i) {
        if (p->transform[i].entry->fitted)
            return true;
    }
    return false;
}

/* Puts the components of `more` behind those of `inout`; `more` is freed. */
static phw_status join(phw_features *inout, phw_features *more)
{
    size_t n_components = 0;
    phw_features x = {0};
    phw_status s = PHW_OK;
    if (more->n_rows != inout->n_rows ||
        memcmp(more->sequence, inout->sequence,
               inout->n_rows * sizeof *inout->sequence) != 0)
        s = phw_fail(PHW_EARG, "pipeline: two features have other rows: they can't "
                               "stand side by side");
    else if (__builtin_add_overflow(inout->n_components, more->n_components,
                                    &n_components))
        s = phw_fail(PHW_ENOMEM, "pipeline: too many components");
    if (!s)
        s = phw_features_alloc(&x, inout->n_rows, n_components);
    if (!s) {
        const size_t n = inout->n_rows * inout->n_components;
        memcpy(x.value, inout->value, n * sizeof *x.value);
        memcpy(x.value + n, more->value,
               more->n_rows * more->n_components * sizeof *x.value);
        memcpy(x.sequence, inout->sequence, x.n_rows * sizeof *x.sequence);
        memcpy(x.time_s, inout->time_s, x.n_rows * sizeof *x.time_s);
        x.has_time = inout->has_time;
        phw_features_free(inout);
        *inout = x;
    }
    phw_features_free(more);
    return s;
}

static phw_feature_content content_of(const phw_pipeline_extractor *e,
                                      const phw_trace *trace)
{
    return e->entry->tells != NULL ? e->entry->tells(trace, &e->params)
                                   : PHW_FEATURE_ALL;
}

/* Estimators see what components have in common on a straight line; what else they have
 * would be sold twice. */
static phw_status check_contents(const phw_pipeline *p, const phw_trace *trace)
{
    for (size_t i = 0; i < p->n_extractors; ++i) {
        const unsigned own = (unsigned)content_of(&p->extractor[i], trace);
        for (size_t j = 0; j < i; ++j) {
            if ((own & (unsigned)content_of(&p->extractor[j], trace)) != 0)
                return phw_fail(PHW_EARG,
                                "pipeline: %s and %s tell the same of such a trace: "
                                "its bits would be counted twice; take one",
                                p->extractor[j].entry->name,
                                p->extractor[i].entry->name);
        }
    }
    return PHW_OK;
}

phw_status phw_pipeline_extract(phw_features *out, const phw_trace *trace,
                                const phw_pipeline *p)
{
    phw_features x = {0};
    PHW_TRY(p->extractor[0].entry->extract(&x, trace, &p->extractor[0].params));
    phw_status s = PHW_OK;
    for (size_t i = 1; i < p->n_extractors && !s; ++i) {
        phw_features more = {0};
        s = p->extractor[i].entry->extract(&more, trace, &p->extractor[i].params);
        if (!s)
            s = join(&x, &more);
    }
    if (!s)
        s = check_contents(p, trace);
    for (size_t i = 0; i < p->n_filters && !s; ++i)
        s = p->filter[i].entry->apply(&x, &p->filter[i].params);
    if (s)
        phw_features_free(&x);
    else
        *out = x;
    return s;
}

/* Appends a transform's message, behind its length unless it is the last. */
static phw_status add_part(phw_blob *inout, const phw_blob *part, bool last)
{
    const size_t prefix = last ? 0 : PREFIX_SIZE;
    phw_blob b = {0};
    if (part->size > UINT32_MAX)
        return phw_fail(PHW_ENOMEM, "pipeline: a message of %zu bytes", part->size);
    PHW_TRY(phw_blob_alloc(&b, inout->size + prefix + part->size));
    if (inout->size > 0)
        memcpy(b.byte, inout->byte, inout->size);
    for (size_t i = 0; i < prefix; ++i)
        b.byte[inout->size + i] = (uint8_t)(part->size >> (8 * i));
    if (part->size > 0)
        memcpy(b.byte + inout->size + prefix, part->byte, part->size);
    phw_blob_free(inout);
    *inout = b;
    return PHW_OK;
}

/* Fits one transform to x, adds its message, and makes `next` for the one after it. */
static phw_status fit_one(phw_blob *inout, phw_features *next, const phw_features *x,
                          const phw_pipeline_transform *t, bool last)
{
    phw_blob part = {0};
    phw_status s = t->entry->fit(&part, x, &t->params);
    if (!s)
        s = add_part(inout, &part, last);
    if (!s && !last)
        s = t->entry->apply(next, x, part.byte, part.size, &t->params);
    phw_blob_free(&part);
    return s;
}

phw_status phw_pipeline_fit(phw_blob *out, const phw_features *leader,
                            const phw_pipeline *p)
{
    phw_blob blob = {0};
    phw_features x = {0};
    phw_status s = PHW_OK;
    for (size_t i = 0; i < p->n_transforms && !s; ++i) {
        phw_features next = {0};
        s = fit_one(&blob, &next, i == 0 ? leader : &x, &p->transform[i],
                    i + 1 == p->n_transforms);
        phw_features_free(&x);
        x = next;
    }
    phw_features_free(&x);
    if (s)
        phw_blob_free(&blob);
    else
        *out = blob;
    return s;
}

/* Takes the next part off a message. */
static phw_status take_part(const uint8_t **part, size_t *part_size,
                            const uint8_t **message, size_t *size, bool last)
{
    size_t n = *size;
    if (!last) {
        if (*size < PREFIX_SIZE)
            return phw_fail(PHW_EPEER, "pipeline: the transforms' message is cut off");
        n = 0;
        for (size_t i = 0; i < PREFIX_SIZE; ++i)
            n |= (size_t)(*message)[i] << (8 * i);
        *message += PREFIX_SIZE;
        *size -= PREFIX_SIZE;
    }
    if (n > *size)
        return phw_fail(PHW_EPEER,
                        "pipeline: a transform's message of %zu bytes, %zu "
                        "are left",
                        n, *size);
    *part = *message;
    *part_size = n;
    *message = n > 0 ? *message + n : *message;
    *size -= n;
    return PHW_OK;
}

phw_status phw_pipeline_apply(phw_features *out, const phw_features *in,
                              const uint8_t *message, size_t size,
                              const phw_pipeline *p)
{
    if (p->n_transforms == 0)
        return phw_transform_none.apply(out, in, message, size, NULL);
    phw_features x = {0};
    phw_status s = PHW_OK;
    for (size_t i = 0; i < p->n_transforms && !s; ++i) {
        const phw_pipeline_transform *t = &p->transform[i];
        const uint8_t *part = NULL;
        size_t part_size = 0;
        phw_features next = {0};
        s = take_part(&part, &part_size, &message, &size, i + 1 == p->n_transforms);
        if (!s)
            s = t->entry->apply(&next, i == 0 ? in : &x, part, part_size, &t->params);
        phw_features_free(&x);
        x = next;
    }
    if (!s)
        *out = x;
    return s;
}

static void put_entry(phw_message *m, const char *name, const phw_params *params,
                      size_t n_params)
{
    phw_message_put_varint(m, strlen(name));
    phw_message_put_bytes(m, name, strlen(name));
    phw_message_put_varint(m, n_params);
    for (size_t i = 0; i < n_params; ++i)
        phw_message_put_f64(m, params->value[i]);
}

void phw_pipeline_put(phw_message *out, const phw_pipeline *p)
{
    for (size_t i = 0; i < p->n_extractors; ++i)
        put_entry(out, p->extractor[i].entry->name, &p->extractor[i].params,
                  p->extractor[i].entry->n_params);
    for (size_t i = 0; i < p->n_transforms; ++i)
        put_entry(out, p->transform[i].entry->name, &p->transform[i].params,
                  p->transform[i].entry->n_params);
}

void phw_pipeline_put_filters(phw_message *out, const phw_pipeline *p)
{
    phw_message_put_u64(out, p->n_filters);
    for (size_t i = 0; i < p->n_filters; ++i)
        put_entry(out, p->filter[i].entry->name, &p->filter[i].params,
                  p->filter[i].entry->n_params);
}
