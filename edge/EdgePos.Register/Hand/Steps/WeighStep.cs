using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>Weighs goods on the box's scale and sells what it shows.</summary>
internal sealed class WeighStep(OpenSale sale, BoxClient box, LineSteps lines)
{
    public Step Of(Typed.Weigh typed)
    {
        var request = new WeighRequest { CommandId = sale.NewId(), Scanned = typed.Code, TareGrams = typed.TareGrams };
        Step? add = null;
        return async stop =>
        {
            if (add is null)
            {
                var weighed = await box.CallAsync(o => box.Devices.WeighAsync(request, o).ResponseAsync, stop);
                if (weighed.Refusal is { } no)
                    return sale.Refuse(no);
                add = lines.AddWeighed(typed.Code, weighed.Value.WeighingId);
            }

            return await add(stop);
        };
    }
}
