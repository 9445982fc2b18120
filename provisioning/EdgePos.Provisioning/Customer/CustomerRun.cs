using System.Globalization;
using EdgePos.V1;
using Grpc.Core;

namespace EdgePos.Provisioning;

/// <summary>What the store has of somebody on its receipts, and erasing it. Asks the daemon; opens no file.</summary>
/// <param name="gateway">Address of the box.</param>
/// <param name="register">Number under which the journal notes who asked.</param>
internal sealed class CustomerRun(Uri gateway, int register, TimeProvider time, TextWriter output)
{
    // Somebody who bought for years is on many receipts.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Shows the receipts whose customer's details contain a text.</summary>
    /// <exception cref="ToolFault">The box does not answer, or refuses.</exception>
    public async Task<int> FindAsync(string text, CancellationToken stop)
    {
        long found = await CallAsync(async (client, options) =>
        {
            using var call = client.Find(new FindCustomersRequest { Text = text }, options);
            long count = 0;
            await foreach (var one in call.ResponseStream.ReadAllAsync(stop))
            {
                output.WriteLine(Line(one));
                count++;
            }

            return count;
        }, stop);
        if (found == 0)
            output.WriteLine("No receipt holds such details.");
        return ExitCodes.Ok;
    }

    /// <summary>Erases the details that receipts hold.</summary>
    /// <exception cref="ToolFault">The box does not answer, or refuses one; those before it are erased.</exception>
    public async Task<int> EraseAsync(IReadOnlyList<string> receipts, CancellationToken stop)
    {
        foreach (string receipt in receipts)
        {
            var request = new EraseCustomerRequest
            {
                CommandId = Guid.CreateVersion7(time.GetUtcNow()).ToString(),
                ReceiptNumber = receipt,
            };
            var erased = await CallAsync((client, options) => client.EraseAsync(request, options).ResponseAsync, stop);
            output.WriteLine($"{erased.ReceiptNumber}: erased; entry {erased.JournalSeq} of the journal says so.");
        }

        return ExitCodes.Ok;
    }

    private Task<T> CallAsync<T>(Func<Customers.CustomersClient, CallOptions, Task<T>> call, CancellationToken stop) =>
        new RemoteCall("the box", gateway, Deadline, time, register)
            .RunAsync((channel, options) => call(new Customers.CustomersClient(channel), options), stop);

    private static string Line(CustomerOnReceipt one)
    {
        var who = one.Customer;
        string at = DateTimeOffset.UnixEpoch.AddMicroseconds(one.AtUs).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var details = who.Address.Prepend(who.Name).Concat([who.Email, who.Phone, who.TaxNumber]).Where(text => text.Length > 0);
        return $"{one.ReceiptNumber,-16}  {at}  {string.Join("; ", details)}";
    }
}
