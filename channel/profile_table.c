#include "channel/profile_table.h"

#include <math.h>

void phw_profile_table_taps(phw_taps *out, const phw_profile *self,
                            double delay_spread_s, const phw_params *params)
{
    (void)params;
    const phw_profile_row *row = self->table;
    *out = (phw_taps){.n = self->n_rows};
    for (size_t l = 0; l < out->n; ++l) {
        out->delay_s[l] =
            self->scalable ? row[l].delay * delay_spread_s : row[l].delay / 1e9;
        out->power[l] = pow(10, row[l].power_db / 10);
    }
}

double phw_profile_steady(double k_db)
{
    return 1 / (1 + pow(10, -k_db / 10));
}
