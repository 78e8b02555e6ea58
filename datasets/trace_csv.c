#include "datasets/trace_csv.h"

#include <inttypes.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

/* A text in one line. */
static void put_text(phw_writer *w, const char *key, const char *text)
{
    char line[256];
    (void)snprintf(line, sizeof line, "%s", text);
    for (char *c = line; *c != '\0'; ++c) {
        if ((unsigned char)*c < ' ')
            *c = ' ';
    }
    phw_writer_print(w, "# %s: %s\n", key, line);
}

static void put_facts(phw_writer *w, const phw_trace *t)
{
    phw_writer_print(w, PHW_TRACE_CSV_FIRST_LINE "\n# kind: %s\n",
                     phw_trace_kind_name(t->kind));
    put_text(w, "party", t->party);
    put_text(w, "origin", t->origin);
    phw_writer_print(w, "# carrier_hz: %.17g\n# bandwidth_hz: %.17g\n", t->carrier_hz,
                     t->bandwidth_hz);
    phw_writer_print(w, "# noise_variance: %.17g\n# n_antennas: %zu\n# has_time: %d\n",
                     t->noise_variance, t->n_antennas, t->has_time);
    phw_writer_print(w, "# coefficient:");
    for (size_t i = 0; i < t->n_coefficients; ++i)
        phw_writer_print(w, " %.17g", t->coefficient[i]);
    phw_writer_print(w, "\n");
    for (size_t i = 0; i < t->n_columns; ++i)
        phw_writer_print(w, "# unit %s: %s\n", t->column[i].name, t->column[i].unit);
}

static void put_header(phw_writer *w, const phw_trace *t)
{
    phw_writer_print(w, "sequence,time_s");
    for (size_t i = 0; i < t->n_columns; ++i)
        phw_writer_print(w, ",%s", t->column[i].name);
    for (size_t i = 0; i < t->n_coefficients; ++i) {
        if (t->cplx != NULL)
            phw_writer_print(w, ",re_%zu,im_%zu", i, i);
        else
            phw_writer_print(w, ",value_%zu", i);
    }
    phw_writer_print(w, "\n");
}

static void put_probe(phw_writer *w, const phw_trace *t, size_t p)
{
    phw_writer_print(w, "%" PRId64 ",%.17g", t->sequence[p], t->time_s[p]);
    for (size_t i = 0; i < t->n_columns; ++i)
        phw_writer_print(w, ",%.17g", t->column[i].value[p]);
    for (size_t i = p * t->n_coefficients; i < (p + 1) * t->n_coefficients; ++i) {
        if (t->cplx != NULL)
            phw_writer_print(w, ",%.9g,%.9g", (double)crealf(t->cplx[i]),
                             (double)cimagf(t->cplx[i]));
        else
            phw_writer_print(w, ",%.9g", (double)t->real[i]);
    }
    phw_writer_print(w, "\n");
}

phw_status phw_trace_csv_write(phw_writer *w, const phw_trace *t)
{
    const locale_t plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    if (plain == (locale_t)0)
        return phw_fail(PHW_ENOMEM, "no memory for a locale");
    const locale_t before = uselocale(plain);
    put_facts(w, t);
    put_header(w, t);
    for (size_t p = 0; p < t->n_probes; ++p)
        put_probe(w, t, p);
    (void)uselocale(before);
    freelocale(plain);
    return PHW_OK;
}
