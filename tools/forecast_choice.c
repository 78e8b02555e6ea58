#include "tools/forecast_choice.h"

#include <stdio.h>
#include <string.h>

#include "kgen/forecasters.h"

#define MODEL "model="

static phw_status load(phw_forecast_choice *out, const char *path)
{
    phw_forecast_set set = {0};
    PHW_TRY(phw_forecast_set_read(&set, path));
    if (set.method != out->method) {
        const phw_status s =
            phw_fail(PHW_EINPUT, "%s: a model of %s, and --method says %s", path,
                     set.method->name, out->method->name);
        phw_forecast_set_free(&set);
        return s;
    }
    out->params = set.params;
    out->loaded = set;
    return PHW_OK;
}

/* One member, which may be changed. */
static phw_status read_one(phw_forecast_choice *out, const char *text)
{
    char name[32];
    const char *rest = NULL;
    (void)snprintf(out->text, sizeof out->text, "%.63s", text);
    if (phw_choice_split(name, &rest, text, sizeof name) ||
        phw_forecaster_find(&out->method, name))
        return phw_fail_within(PHW_EARG, "--method");
    if (strncmp(rest, MODEL, strlen(MODEL)) == 0)
        return load(out, rest + strlen(MODEL));
    if (phw_params_read(&out->params, out->method->params, out->method->n_params, rest))
        return phw_fail_within(PHW_EARG, "--method %s", name);
    return PHW_OK;
}

phw_status phw_forecast_choices_read(phw_forecast_choices *out, const char *text)
{
    phw_forecast_choices c = {.n = 0};
    phw_status s = PHW_OK;
    while (!s) {
        char member[1024];
        const size_t size = strcspn(text, ",");
        if (c.n == PHW_FORECAST_CHOICES_MAX || size >= sizeof member) {
            s = phw_fail(PHW_EARG, "--method: at most %d of them, each below %zu bytes",
                         PHW_FORECAST_CHOICES_MAX, sizeof member);
            break;
        }
        memcpy(member, text, size);
        member[size] = '\0';
        s = read_one(&c.choice[c.n], member);
        c.n += s == PHW_OK;
        if (text[size] == '\0')
            break;
        text += size + 1;
    }
    if (s)
        phw_forecast_choices_free(&c);
    else
        *out = c;
    return s;
}

void phw_forecast_choices_free(phw_forecast_choices *c)
{
    for (size_t i = 0; i < c->n; ++i)
        phw_forecast_set_free(&c->choice[i].loaded);
    *c = (phw_forecast_choices){.n = 0};
}
