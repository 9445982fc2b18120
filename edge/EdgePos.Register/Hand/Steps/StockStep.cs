using System.Globalization;
using EdgePos.Files;
using EdgePos.V1;

namespace EdgePos.Register;

/// <summary>Looks how much there is of an item, here and in the other stores.</summary>
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
            string here = texts.Of(level.Stocked ? Say.StockOf : Say.StockNotKept, sku,
                Number(level.OnHandThousandths), Number(level.ReservedThousandths), Number(level.AvailableThousandths));
            return new Outcome(OutcomeKind.Done, string.Join('\n', [here, .. await ElsewhereAsync(sku, stop)]));
        };
    }

    // What others have is worth a line where there is something to say, and no word where it cannot be asked.
    private async Task<string[]> ElsewhereAsync(string sku, CancellationToken stop)
    {
        var answer = await box.CallAsync(
            o => box.Stock.ElsewhereAsync(new StockElsewhereRequest { Sku = sku }, o).ResponseAsync, stop);
        if (answer.Refusal is not null || answer.Value is not { MadeUs: > 0 and var made } elsewhere)
            return [];
        var at = DateTimeOffset.UnixEpoch.AddMicroseconds(made).ToLocalTime();
        return elsewhere.Stores.Count == 0
            ? [texts.Of(Say.StockNowhereElse, When(at))]
            : [texts.Of(Say.StockElsewhere, When(at),
                string.Join(", ", elsewhere.Stores.Select(store => $"{store.Store} {Number(store.OnHandThousandths)}")))];
    }

    private static string When(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private string Number(long thousandths) => Quantities.Format(thousandths, Unit.Each, texts.DecimalSign);
}
