#include "auth/fingerprint.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"

static phw_status check_config(const phw_fingerprint_config *config)
{
    if (config->n_features < 1 || config->n_features > PHW_FINGERPRINT_FEATURES_MAX)
        return phw_fail(PHW_EARG, "fingerprint: %zu features; 1 to %d are possible",
                        config->n_features, PHW_FINGERPRINT_FEATURES_MAX);
    for (size_t i = 0; i < config->n_features; ++i) {
        for (size_t k = 0; k < i; ++k) {
            if (strcmp(config->feature[i].name, config->feature[k].name) == 0)
                return phw_fail(PHW_EARG, "fingerprint: feature %s is there twice",
                                config->feature[i].name);
        }
    }
    if (config->classifier == NULL)
        return phw_fail(PHW_EARG, "fingerprint: no classifier");
    if (!(config->false_rejection > 0 && config->false_rejection < 1))
        return phw_fail(PHW_EARG,
                        "fingerprint: false rejection %g; it is above 0 and "
                        "below 1",
                        config->false_rejection);
    return PHW_OK;
}

phw_status phw_fingerprint_create(phw_fingerprint *out,
                                  const phw_fingerprint_config *config)
{
    phw_fingerprint model = {.config = *config};
    PHW_TRY(check_config(config));
    phw_status s =
        phw_array_alloc(&model.label, PHW_FINGERPRINT_LABELS_MAX, sizeof *model.label);
    if (!s)
        s = phw_array_alloc(&model.session, PHW_FINGERPRINT_SESSIONS_MAX,
                            sizeof *model.session);
    if (s) {
        phw_fingerprint_free(&model);
        return s;
    }
    memcpy(model.set.feature, config->feature, sizeof model.set.feature);
    model.set.n_features = config->n_features;
    *out = model;
    return PHW_OK;
}

static phw_status check_name(const char *what, const char *name, size_t size)
{
    size_t n = 0;
    while (name[n] >= ' ' && name[n] <= '~')
        ++n;
    if (n == 0 || name[n] != '\0' || n >= size)
        return phw_fail(PHW_EARG,
                        "fingerprint: %s \"%.80s\"; expected 1 to %zu printable ASCII "
                        "characters",
                        what, name, size - 1);
    return PHW_OK;
}

/* Whether the frames of a session are just these. */
static bool holds(const phw_fingerprint *model, size_t session, const double *value,
                  size_t n)
{
    const phw_fingerprint_set *set = &model->set;
    const size_t p = set->n_features;
    size_t at = 0;
    if (model->session[session].n_frames != n)
        return false;
    for (size_t i = 0; i < set->n; ++i) {
        if (set->session[i] != session)
            continue;
        for (size_t j = 0; j < p; ++j) {
            if (set->value[i * p + j] != value[at * p + j])
                return false;
        }
        ++at;
    }
    return true;
}

static phw_status check_frames(const phw_fingerprint *model, const char *session,
                               const double *value, size_t n)
{
    const phw_fingerprint_set *set = &model->set;
    if (n < 1 || n > PHW_FINGERPRINT_FRAMES_MAX - set->n)
        return phw_fail(PHW_EARG,
                        "fingerprint: session %s: %zu frames beside %zu; 1 to %zu in "
                        "all are possible",
                        session, n, set->n, PHW_FINGERPRINT_FRAMES_MAX);
    for (size_t i = 0; i < n * set->n_features; ++i) {
        if (!isfinite(value[i]))
            return phw_fail(PHW_EINPUT,
                            "fingerprint: session %s: frame %zu: %s is not "
                            "finite",
                            session, i / set->n_features,
                            set->feature[i % set->n_features].name);
    }
    for (size_t s = 0; s < set->n_sessions; ++s) {
        if (holds(model, s, value, n))
            return phw_fail(PHW_EINPUT,
                            "fingerprint: session %s holds the same frames as %s of "
                            "label %s, which is enrolled",
                            session, model->session[s].name,
                            model->label[model->session[s].label].name);
    }
    return PHW_OK;
}

/* Takes back what was appended. */
static void shorten(phw_fingerprint_set *set, size_t n, size_t n_labels,
                    size_t n_sessions)
{
    set->n = n;
    set->n_labels = n_labels;
    set->n_sessions = n_sessions;
}

phw_status phw_fingerprint_enroll(phw_fingerprint *model, const char *label,
                                  const char *session, const double *value, size_t n)
{
    phw_fingerprint_set *set = &model->set;
    const size_t n_before = set->n;
    const size_t n_labels = set->n_labels;
    const size_t n_sessions = set->n_sessions;
    PHW_TRY(check_name("label", label, PHW_FINGERPRINT_LABEL_SIZE));
    PHW_TRY(check_name("session", session, PHW_FINGERPRINT_SESSION_SIZE));
    PHW_TRY(check_frames(model, session, value, n));
    const size_t known = phw_fingerprint_find(model, label);
    const size_t own = known != SIZE_MAX ? known : n_labels;
    for (size_t i = 0; i < n; ++i) {
        const phw_status s = phw_fingerprint_set_append(
            set, value + i * set->n_features, (uint32_t)own, (uint32_t)n_sessions);
        if (s) {
            shorten(set, n_before, n_labels, n_sessions);
            return s;
        }
    }
    if (known == SIZE_MAX)
        (void)snprintf(model->label[own].name, PHW_FINGERPRINT_LABEL_SIZE, "%s", label);
    phw_fingerprint_session *entry = &model->session[n_sessions];
    *entry = (phw_fingerprint_session){.label = own, .n_frames = n};
    (void)snprintf(entry->name, sizeof entry->name, "%s", session);
    return PHW_OK;
}

/* The template alone does not know what its labels are called. */
static phw_status name_label(const phw_fingerprint *model, phw_status s)
{
    if (s == PHW_ESHORT)
        return phw_fail_within(s, "%zu transmitters, %zu frames, %zu features",
                               model->set.n_labels, model->set.n,
                               model->set.n_features);
    return s;
}

phw_status phw_fingerprint_learn(phw_fingerprint *model)
{
    phw_template t = {0};
    const phw_classifier *classifier = model->config.classifier;
    const phw_rejection_input input = {&model->set, &model->config.params,
                                       model->config.false_rejection};
    phw_rejection *rejection = NULL;
    if (model->set.n == 0)
        return phw_fail(PHW_ESHORT, "fingerprint: no frame is enrolled");
    PHW_TRY(phw_array_alloc(&rejection, PHW_FINGERPRINT_LABELS_MAX, sizeof *rejection));
    phw_status s = classifier->learn(&t, &model->set, NULL, &model->config.params);
    if (!s)
        s = phw_rejection_learn(rejection, classifier, &t, &input);
    if (s) {
        s = name_label(model, s);
        phw_template_free(&t);
    } else {
        for (size_t l = 0; l < model->set.n_labels; ++l)
            model->label[l].rejection = rejection[l];
        phw_template_free(&model->learnt);
        model->learnt = t;
    }
    free(rejection);
    return s;
}

size_t phw_fingerprint_find(const phw_fingerprint *model, const char *label)
{
    for (size_t l = 0; l < model->set.n_labels; ++l) {
        if (strcmp(model->label[l].name, label) == 0)
            return l;
    }
    return SIZE_MAX;
}

void phw_fingerprint_distances(double *out, const phw_fingerprint *model,
                               const double *x)
{
    bool finite = true;
    for (size_t j = 0; j < model->set.n_features; ++j)
        finite = finite && isfinite(x[j]);
    if (finite)
        model->config.classifier->distances(out, &model->learnt, x);
    for (size_t l = 0; l < model->set.n_labels && !finite; ++l)
        out[l] = HUGE_VAL;
}

static phw_fingerprint_verdict verdict(const phw_fingerprint *model,
                                       const double *distance, size_t label)
{
    const double threshold = model->label[label].rejection.threshold;
    return (phw_fingerprint_verdict){.label = label,
                                     .distance = distance[label],
                                     .threshold = threshold,
                                     .accepted = distance[label] <= threshold};
}

phw_fingerprint_verdict phw_fingerprint_identify(const phw_fingerprint *model,
                                                 const double *x)
{
    double distance[PHW_FINGERPRINT_LABELS_MAX];
    size_t nearest = 0;
    phw_fingerprint_distances(distance, model, x);
    for (size_t l = 1; l < model->set.n_labels; ++l)
        nearest = distance[l] < distance[nearest] ? l : nearest;
    return verdict(model, distance, nearest);
}

phw_fingerprint_verdict phw_fingerprint_verify(const phw_fingerprint *model,
                                               const double *x, size_t label)
{
    double distance[PHW_FINGERPRINT_LABELS_MAX];
    phw_fingerprint_distances(distance, model, x);
    return verdict(model, distance, label);
}

void phw_fingerprint_free(phw_fingerprint *model)
{
    phw_template_free(&model->learnt);
    phw_fingerprint_set_free(&model->set);
    free(model->label);
    free(model->session);
    *model = (phw_fingerprint){.label = NULL};
}
