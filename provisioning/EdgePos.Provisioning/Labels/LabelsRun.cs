using EdgePos.Store;
using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Provisioning;

/// <summary>Which labels are wanted.</summary>
/// <param name="Codes">Codes of items; empty: all that are due.</param>
/// <param name="Department">Only those of a department; empty: of the whole store.</param>
/// <param name="At">With the prices of this time; null: of now.</param>
internal sealed record LabelsOrder(IReadOnlyList<string> Codes, string Department, DateTimeOffset? At)
{
    /// <summary>The time as the box reads it.</summary>
    public long AtUs => At?.ToUs() ?? 0;
}

/// <summary>The labels at the shelves of a store. Asks the daemon; opens no file and no printer.</summary>
/// <param name="gateway">Address of the box.</param>
/// <param name="register">Number under which the box knows who asked.</param>
internal sealed class LabelsRun(Uri gateway, int register, TimeProvider time, TextWriter output)
{
    private const int Page = 1000;

    // All items are looked through; and the labels of a whole shop take hours to print.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60), PrintDeadline = TimeSpan.FromHours(12);

    /// <summary>Shows the labels that are due, and those to be taken down.</summary>
    /// <exception cref="ToolFault">The box does not answer, or refuses.</exception>
    public async Task<int> DueAsync(LabelsOrder order, CancellationToken stop)
    {
        var asked = new ListDueLabelsRequest { Department = order.Department, AtUs = order.AtUs, Limit = Page };
        long due = 0, gone = 0;
        do
        {
            var answer = await CallAsync((client, options) => client.ListDueAsync(asked, options).ResponseAsync, stop);
            foreach (var label in answer.Labels)
                Row(due++ + gone, label.Sku, label.OldPrice, label.NewPrice, label.Name);
            asked.AfterSku = answer.NextAfterSku;
        }
        while (asked.AfterSku.Length > 0);

        // Nobody knows any more which department they were of.
        var down = order.Department.Length == 0 ? new ListGoneLabelsRequest { Limit = Page } : null;
        while (down is not null)
        {
            var answer = await CallAsync((client, options) => client.ListGoneAsync(down, options).ResponseAsync, stop);
            foreach (var label in answer.Labels)
                Row(due + gone++, label.Sku, label.Price, null, label.Name);
            down = answer.NextAfterSku.Length > 0 ? new ListGoneLabelsRequest { Limit = Page, AfterSku = answer.NextAfterSku } : null;
        }

        output.WriteLine(due == 0 ? "No label is due." : $"To print: {Count(due)}.");
        if (gone > 0)
            output.WriteLine($"To take down, for it is no longer sold: {Count(gone)}.");
        return ExitCodes.Ok;
    }

    /// <summary>Prints labels, and shows how far it is.</summary>
    /// <returns>0; or 1 where not all are printed.</returns>
    /// <exception cref="ToolFault">The box does not answer, or refuses.</exception>
    public async Task<int> PrintAsync(LabelsOrder order, string printer, CancellationToken stop)
    {
        var request = new PrintLabelsRequest
        {
            CommandId = Guid.CreateVersion7(time.GetUtcNow()).ToString(),
            Device = printer,
            Codes = { order.Codes },
            Department = order.Department,
            AtUs = order.AtUs,
        };
        var last = await CallAsync(PrintDeadline, async (client, options) =>
        {
            using var call = client.Print(request, options);
            var shown = new PrintLabelsProgress();
            await foreach (var progress in call.ResponseStream.ReadAllAsync(stop))
            {
                if (!progress.Equals(shown))
                    output.WriteLine(Words(progress));
                shown = progress;
            }

            return shown;
        }, stop);
        if (last.Unknown > 0)
            output.WriteLine($"Nobody knows of {Count(last.Unknown)}: look at what came out. Where no label hangs yet it stays due.");
        return last.Hindrance.Length == 0 ? ExitCodes.Ok : ExitCodes.NotAsItMustBe;
    }

    /// <summary>Says that labels hang.</summary>
    /// <exception cref="ToolFault">The box does not answer, or refuses.</exception>
    public async Task<int> MarkAsync(LabelsOrder order, CancellationToken stop)
    {
        var request = new MarkLabelsHangingRequest { Codes = { order.Codes }, Department = order.Department, AtUs = order.AtUs };
        var answer = await CallAsync((client, options) => client.MarkHangingAsync(request, options).ResponseAsync, stop);
        output.WriteLine($"Noted as hanging: {Count(answer.Hanging)}; as taken down: {Count(answer.TakenDown)}.");
        return ExitCodes.Ok;
    }

    private static string Words(PrintLabelsProgress progress) =>
        progress.Of == 0 ? "No label is due."
        : $"{progress.Printed} of {Count(progress.Of)}" + (progress.Hindrance.Length > 0 ? $": {progress.Hindrance}" : "");

    private static string Count(long labels) => Shown.Count(labels, "label", "labels");

    private void Row(long above, string sku, V1.Money? before, V1.Money? after, string name)
    {
        if (above == 0)
            output.WriteLine($"{"code",-16}  {"hangs",10}  {"to hang",10}  name");
        output.WriteLine($"{sku,-16}  {Amount(before),10}  {Amount(after),10}  {name}");
    }

    private static string Amount(V1.Money? money) =>
        money is null ? "-" : new Store.Money(money.Minor, Currency.Of(money.Currency)).Amount;

    private Task<T> CallAsync<T>(Func<V1.Labels.LabelsClient, CallOptions, Task<T>> call, CancellationToken stop) =>
        CallAsync(Deadline, call, stop);

    private Task<T> CallAsync<T>(TimeSpan deadline, Func<V1.Labels.LabelsClient, CallOptions, Task<T>> call, CancellationToken stop) =>
        new RemoteCall("the box", gateway, deadline, time, register)
            .RunAsync((channel, options) => call(new V1.Labels.LabelsClient(channel), options), stop);
}
