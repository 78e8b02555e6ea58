#include "channel/antenna_array.h"

#include <math.h>

#include "channel/angles.h"

enum {
    N_ELEMENTS = 0,
    SPACING,
    AXIS,
    ALPHA,
    ROWS,
    N_LINE = ROWS,
    N_PLANE
};

/* The lower end of alpha stands for a correlation from the angles. */
#define FROM_ANGLES (-1.0)

static const phw_param params_table[] = {
    {.name = "n",
     .unit = "",
     .summary = "elements, of a plane its columns",
     .min = 1,
     .max = PHW_ARRAY_ELEMENTS_MAX,
     .preset = 4,
     .whole = true},
    {.name = "spacing",
     .unit = "",
     .summary = "of neighbours, wavelengths",
     .min = 1e-3,
     .max = 1e4,
     .preset = 0.5},
    {.name = "axis_deg",
     .unit = "deg",
     .summary = "azimuth of the line from the x axis",
     .min = -360,
     .max = 360,
     .preset = 90},
    {.name = "alpha",
     .unit = "",
     .summary = "of a line: correlation by the model of TR 36.101; -1: from the angles",
     .min = FROM_ANGLES,
     .max = 1,
     .preset = FROM_ANGLES},
    {.name = "rows",
     .unit = "",
     .summary = "of a plane",
     .min = 1,
     .max = PHW_ARRAY_ELEMENTS_MAX,
     .preset = 4,
     .whole = true},
};

static const phw_array_entry form_table[PHW_ARRAY_N_FORMS] = {
    {.name = "single", .summary = "one antenna"},
    {.name = "ula",
     .summary = "a uniform line",
     .reference = "H. L. Van Trees, Optimum Array Processing, 2002, 2.3",
     .params = params_table,
     .n_params = N_LINE},
    {.name = "upa",
     .summary = "a uniform upright plane of n columns",
     .reference = "H. L. Van Trees, Optimum Array Processing, 2002, 4.1",
     .params = params_table,
     .n_params = N_PLANE},
    {.name = "uca",
     .summary = "a uniform circle, flat on the ground",
     .reference = "H. L. Van Trees, Optimum Array Processing, 2002, 4.2",
     .params = params_table,
     .n_params = N_LINE},
};

const phw_array_entry *phw_array_entry_at(size_t form)
{
    return form < PHW_ARRAY_N_FORMS ? &form_table[form] : NULL;
}

static phw_status choose(phw_array *out, const char *name, const char *rest)
{
    const char *names[PHW_ARRAY_N_FORMS + 1] = {NULL};
    for (size_t i = 0; i < PHW_ARRAY_N_FORMS; ++i)
        names[i] = form_table[i].name;
    const phw_param choice = {.name = "array", .choice = names};
    double form = 0;
    phw_params p = {{0}};
    PHW_TRY(phw_param_read(&form, &choice, name));
    PHW_TRY(phw_params_read(&p, params_table, form_table[(size_t)form].n_params, rest));
    phw_array array = {.form = (phw_array_form)form};
    if (array.form != PHW_ARRAY_SINGLE) {
        array.columns = (size_t)p.value[N_ELEMENTS];
        array.rows = array.form == PHW_ARRAY_UPA ? (size_t)p.value[ROWS] : 1;
        array.spacing = p.value[SPACING];
        array.axis_deg = p.value[AXIS];
        array.modelled = p.value[ALPHA] >= 0;
        array.alpha = array.modelled ? p.value[ALPHA] : 0;
    }
    PHW_TRY(phw_array_check(&array));
    *out = array;
    return PHW_OK;
}

phw_status phw_array_choose(phw_array *out, const char *text)
{
    char name[16];
    const char *rest = NULL;
    PHW_TRY(phw_choice_split(name, &rest, text, sizeof name));
    const phw_status s = choose(out, name, rest);
    return s ? phw_fail_within(s, "array") : PHW_OK;
}

phw_status phw_array_check(const phw_array *array)
{
    if ((unsigned)array->form >= PHW_ARRAY_N_FORMS)
        return phw_fail(PHW_EARG, "array: form %u; there are %d", (unsigned)array->form,
                        PHW_ARRAY_N_FORMS);
    if (array->form == PHW_ARRAY_SINGLE)
        return PHW_OK;
    const size_t rows = array->form == PHW_ARRAY_UPA ? array->rows : 1;
    if (array->columns == 0 || rows == 0 || array->columns > PHW_ARRAY_ELEMENTS_MAX ||
        rows > PHW_ARRAY_ELEMENTS_MAX / array->columns)
        return phw_fail(PHW_EARG,
                        "array: %zu x %zu elements; expected 1 to %d altogether",
                        array->columns, rows, PHW_ARRAY_ELEMENTS_MAX);
    if (!(array->spacing > 0) || !isfinite(array->spacing) ||
        !isfinite(array->axis_deg))
        return phw_fail(PHW_EARG,
                        "array: spacing %g wavelengths, axis %g degrees; expected a "
                        "spacing above 0, and finite ones",
                        array->spacing, array->axis_deg);
    if (array->modelled && array->form != PHW_ARRAY_ULA)
        return phw_fail(PHW_EARG,
                        "array: alpha for a %s; the model is of lines: take ula, or "
                        "leave alpha out",
                        form_table[array->form].name);
    if (array->modelled && !(array->alpha >= 0 && array->alpha <= 1))
        return phw_fail(PHW_EARG, "array: alpha %g; expected 0 to 1", array->alpha);
    return PHW_OK;
}

size_t phw_array_size(const phw_array *array)
{
    switch (array->form) {
    case PHW_ARRAY_ULA:
    case PHW_ARRAY_UCA:
        return array->columns;
    case PHW_ARRAY_UPA:
        return array->columns * array->rows;
    default:
        return 1;
    }
}

static void circle_element(double out[3], const phw_array *array, size_t i)
{
    const double n = (double)array->columns;
    const double radius = array->columns > 1 ? array->spacing / (2 * sin(M_PI / n)) : 0;
    const double angle = 2 * M_PI * (array->axis_deg / 360 + (double)i / n);
    out[0] = radius * cos(angle);
    out[1] = radius * sin(angle);
    out[2] = 0;
}

void phw_array_element(double out[3], const phw_array *array, size_t i)
{
    out[0] = out[1] = out[2] = 0;
    if (array->form == PHW_ARRAY_SINGLE)
        return;
    if (array->form == PHW_ARRAY_UCA) {
        circle_element(out, array, i);
        return;
    }
    const size_t column = i % array->columns;
    const size_t row = i / array->columns;
    const double middle = (double)(array->columns - 1) / 2;
    const double along = array->spacing * ((double)column - middle);
    const double axis = array->axis_deg * (M_PI / 180);
    out[0] = along * cos(axis);
    out[1] = along * sin(axis);
    if (array->form == PHW_ARRAY_UPA)
        out[2] = array->spacing * ((double)row - (double)(array->rows - 1) / 2);
}

/* e^{j 2 pi turns}. */
static phw_cf phasor(double turns, double scale)
{
    const double angle = 2 * M_PI * (turns - nearbyint(turns));
    return CMPLXF((float)(scale * cos(angle)), (float)(scale * sin(angle)));
}

void phw_array_steer(phw_cf *out, const phw_array *array, const double u[3])
{
    const size_t n = phw_array_size(array);
    for (size_t i = 0; i < n; ++i) {
        double p[3];
        phw_array_element(p, array, i);
        out[i] = phasor(u[0] * p[0] + u[1] * p[1] + u[2] * p[2], 1);
    }
}

void phw_array_beam(phw_cf *out, const phw_array *array, size_t k)
{
    const size_t n = phw_array_size(array);
    const size_t columns = array->form == PHW_ARRAY_SINGLE ? 1 : array->columns;
    const size_t rows = n / columns;
    const double scale = 1 / sqrt((double)n);
    for (size_t i = 0; i < n; ++i) {
        const size_t across = (i % columns) * (k % columns) % columns;
        const size_t up = (i / columns) * (k / columns) % rows;
        out[i] =
            phasor((double)across / (double)columns + (double)up / (double)rows, scale);
    }
}

phw_cf phw_array_combine(const phw_cf *w, const phw_cf *h, size_t n)
{
    double re = 0;
    double im = 0;
    for (size_t i = 0; i < n; ++i) {
        const double a = (double)crealf(w[i]);
        const double b = (double)cimagf(w[i]);
        const double c = (double)crealf(h[i]);
        const double d = (double)cimagf(h[i]);
        re += a * c + b * d;
        im += a * d - b * c;
    }
    return CMPLXF((float)re, (float)im);
}

double phw_array_gain(const phw_array *array, const phw_cf *w, const double u[3])
{
    const size_t n = phw_array_size(array);
    phw_cf a[PHW_ARRAY_ELEMENTS_MAX];
    phw_array_steer(a, array, u);
    const double power = (double)crealf(phw_array_combine(w, w, n));
    return power > 0 ? phw_cf_power(phw_array_combine(w, a, n)) / power : 0;
}

size_t phw_array_best_beam(double *gain, const phw_array *array, const phw_cf *h)
{
    const size_t n = phw_array_size(array);
    phw_cf w[PHW_ARRAY_ELEMENTS_MAX];
    size_t best = 0;
    double most = -1;
    for (size_t k = 0; k < n; ++k) {
        phw_array_beam(w, array, k);
        const double power = phw_cf_power(phw_array_combine(w, h, n));
        if (power > most) {
            most = power;
            best = k;
        }
    }
    if (gain != NULL)
        *gain = most;
    return best;
}

void phw_array_correlation(double *re, double *im, const phw_array *array, size_t i,
                           size_t k, const phw_angles_choice *angles)
{
    if (array->form != PHW_ARRAY_SINGLE && array->modelled) {
        const double n = (double)phw_array_size(array);
        const double apart = n > 1 ? ((double)i - (double)k) / (n - 1) : 0;
        *re = i == k ? 1 : pow(array->alpha, apart * apart);
        *im = 0;
        return;
    }
    double a[3];
    double b[3];
    phw_array_element(a, array, i);
    phw_array_element(b, array, k);
    const double d[3] = {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    phw_angles_correlation(re, im, angles, d);
}
