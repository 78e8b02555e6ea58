#include "tools/equal_error.h"

#include <math.h>

phw_interval phw_equal_error_interval(const phw_roc *roc)
{
    const phw_roc_point at = phw_roc_at(roc, roc->eer_threshold);
    const phw_interval miss = phw_interval_share(at.n_false_reject, roc->n_genuine);
    const phw_interval alarm = phw_interval_share(at.n_false_accept, roc->n_impostor);
    return (phw_interval){fmin(miss.low, alarm.low), fmax(miss.high, alarm.high)};
}
