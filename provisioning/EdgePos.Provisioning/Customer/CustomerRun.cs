using System.Globalization;
using System.Text;
using EdgePos.V1;
using Google.Protobuf;
using Grpc.Core;

namespace EdgePos.Provisioning;

/// <summary>What the box holds of somebody: finding it, giving it out, erasing it. Asks the daemon, and opens no file of the box.</summary>
/// <param name="gateway">Address of the box.</param>
/// <param name="register">Number under which the journal notes who asked.</param>
internal sealed class CustomerRun(Uri gateway, int register, TimeProvider time, TextWriter output)
{
    // Somebody who bought for years is on many receipts.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private const int MostAtOnce = 1000; // as the proto says: there may be more

    // The whole journal is looked through.
    private static readonly TimeSpan ExportDeadline = TimeSpan.FromMinutes(30);

    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));

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

    /// <summary>Erases the details of a customer from all receipts.</summary>
    /// <exception cref="ToolFault">The box does not answer, or there is nothing to erase.</exception>
    public async Task<int> EraseAllAsync(string customer, CancellationToken stop)
    {
        EraseAllOfCustomerResponse erased;
        do
        {
            var request = new EraseAllOfCustomerRequest
            {
                CommandId = Guid.CreateVersion7(time.GetUtcNow()).ToString(),
                CustomerNumber = customer,
            };
            erased = await CallAsync((client, options) => client.EraseAllAsync(request, options).ResponseAsync, stop);
            output.WriteLine($"{erased.ReceiptNumbers.Count} receipts: erased; entry {erased.JournalSeq} of the journal says so.");
            foreach (string receipt in erased.ReceiptNumbers)
                output.WriteLine(receipt);
        }
        while (erased.ReceiptNumbers.Count == MostAtOnce);
        return ExitCodes.Ok;
    }

    /// <summary>Writes all that the box holds of somebody, as JSON: an array, each member one of the parts of CustomerData.</summary>
    /// <param name="file">Where to; null: here.</param>
    /// <exception cref="ToolFault">The box does not answer, or refuses; or the file is there.</exception>
    public async Task<int> ExportAsync(ExportCustomerRequest who, string? file, CancellationToken stop)
    {
        if (file is not null && File.Exists(file))
            throw new ToolFault(ExitCodes.CannotCreate, $"there is a file {file}; name another");
        var parts = await CallAsync(async (client, options) =>
        {
            using var call = client.Export(who, options);
            var all = new List<string>();
            await foreach (var part in call.ResponseStream.ReadAllAsync(stop))
                all.Add(Json.Format(part));
            return all;
        }, stop, ExportDeadline);
        string json = parts.Count == 0 ? "[]" : $"[\n{string.Join(",\n", parts)}\n]";
        if (file is null)
        {
            output.WriteLine(json);
            return ExitCodes.Ok;
        }

        try
        {
            await WriteAsync(file, json, stop);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ToolFault(ExitCodes.CannotCreate, $"{file} cannot be written: {fault.Message}");
        }

        output.WriteLine($"{file}: {parts.Count} parts.");
        return ExitCodes.Ok;
    }

    // For the eyes of who asked, from the first byte on.
    private static async Task WriteAsync(string file, string json, CancellationToken stop)
    {
        await using var to = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OperatingSystem.IsWindows() ? null : UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await to.WriteAsync(Encoding.UTF8.GetBytes(json + "\n"), stop);
    }

    private Task<T> CallAsync<T>(
        Func<Customers.CustomersClient, CallOptions, Task<T>> call, CancellationToken stop, TimeSpan? deadline = null) =>
        new RemoteCall("the box", gateway, deadline ?? Deadline, time, register)
            .RunAsync((channel, options) => call(new Customers.CustomersClient(channel), options), stop);

    private static string Line(CustomerOnReceipt one)
    {
        var who = one.Customer;
        string at = DateTimeOffset.UnixEpoch.AddMicroseconds(one.AtUs).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var details = who.Address.Prepend(who.Name).Concat([who.Email, who.Phone, who.TaxNumber]).Where(text => text.Length > 0);
        return $"{one.ReceiptNumber,-16}  {at}  {string.Join("; ", details)}";
    }
}
