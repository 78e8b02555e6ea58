#include "tools/lab_checks.h"

#include "channel/validations.h"
#include "tools/lab_hardware.h"
#include "tools/lab_parties.h"
#include "tools/lab_reflections.h"
#include "tools/lab_space.h"

/* What is of the whole scenario, after the validations. */
static const struct {
    const char *name;
    phw_status (*run)(phw_statistics *out, phw_lab_channel *channel);
} whole[] = {{"space", phw_lab_space_check},
             {"hardware", phw_lab_hardware_check},
             {"reflections", phw_lab_reflections_check}};

#define N_WHOLE (sizeof whole / sizeof whole[0])

static size_t n_validations(void)
{
    size_t n = 0;
    while (phw_validation_at(n) != NULL)
        ++n;
    return n;
}

const char *phw_lab_check_name(size_t i)
{
    const phw_validation *v = phw_validation_at(i);
    if (v != NULL)
        return v->name;
    i -= n_validations();
    return i < N_WHOLE ? whole[i].name : phw_lab_parties_name(i - N_WHOLE);
}

phw_status phw_lab_check(phw_statistics *out, phw_lab_channel *c, size_t i)
{
    const phw_validation *v = phw_validation_at(i);
    if (v != NULL)
        return phw_validation_run(out, v, &c->subject);
    i -= n_validations();
    return i < N_WHOLE ? whole[i].run(out, c)
                       : phw_lab_parties_check(out, c, i - N_WHOLE);
}
