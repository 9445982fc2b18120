using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>Looks how much there is of an item.</summary>
internal sealed class StockStep(OpenSale sale, BoxClient box, Texts texts)
{
    /// <param name="sku">The store's own code.</param>
    public Step Of(string sku)
    {
        var request = new GetStockRequest { Skus = { sku } };
        return async stop =>
        {
            var answer = await box.CallAsync(o => box.Stock.GetAsync(request, o).ResponseAsync, stop);
            if (answer.Refusal is { } no)
                return sale.Refuse(no);
            var level = answer.Value.Levels[0];
            return new Outcome(OutcomeKind.Done, texts.Of(level.Stocked ? Say.StockOf : Say.StockNotKept, sku,
                Number(level.OnHandThousandths), Number(level.ReservedThousandths), Number(level.AvailableThousandths)));
        };
    }

    private string Number(long thousandths) => Quantities.Format(thousandths, Unit.Each, texts.DecimalSign);
}
