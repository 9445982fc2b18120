using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace EdgePos.Devices;

/// <summary>
/// A card terminal that speaks nexo Retailer as JSON over HTTP on loopback, with its own book of charges and the faults of
/// <see cref="TerminalFaults"/> that make sense for it: it dies, waits, is off, is busy, declines, approves a part, sends whole
/// card numbers. Receipt numbers of its book are the order of requests.
/// </summary>
public sealed class VirtualNexoTerminal : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly TimeProvider _time;
    private readonly string? _passphrase;
    private readonly Dictionary<string, JsonObject> _answers = [];
    private readonly HashSet<string> _inProgress = [];
    private readonly HashSet<string> _aborted = [];
    private readonly Lock _gate = new();
    private readonly Task _serving;

    private VirtualNexoTerminal(int port, ChargeBook book, string? passphrase, TimeProvider time)
    {
        (Port, Book, _passphrase, _time) = (port, book, passphrase, time);
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>What it did with money.</summary>
    public ChargeBook Book { get; }

    /// <summary>What is wrong with it.</summary>
    public TerminalFaults Faults { get; } = new();

    /// <summary>The shopper's card: digits.</summary>
    public string CardNumber { get; set; } = "4761739001010010";

    /// <summary>How many payments, refunds and reversals it was asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>Starts a terminal on loopback.</summary>
    /// <param name="port">Port.</param>
    /// <param name="bookPath">File of its book; null: none.</param>
    /// <param name="passphrase">Messages are sealed with this; null: they are not.</param>
    /// <param name="time">Its clock; null: the machine's.</param>
    /// <exception cref="HttpListenerException">The port is in use.</exception>
    public static VirtualNexoTerminal Start(int port, string? bookPath = null, string? passphrase = null, TimeProvider? time = null) =>
        new(port, new ChargeBook(bookPath), passphrase, time ?? TimeProvider.System);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Faults.GoOn();
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = AnswerAsync(context);
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var request = (JsonObject)JsonNode.Parse(await reader.ReadToEndAsync())!["SaleToPOIRequest"]!;
            if (_passphrase is not null)
                request = (JsonObject)JsonNode.Parse(Unseal(request))!["SaleToPOIRequest"]!;
            var body = Faults.IsOff ? null : await DoAsync(request);
            if (body is null)
            {
                context.Response.Abort();
                return;
            }

            var header = (JsonObject)request["MessageHeader"]!.DeepClone();
            header["MessageType"] = "Response";
            body["MessageHeader"] = header;
            string text = new JsonObject { ["SaleToPOIResponse"] = body }.ToJsonString();
            if (_passphrase is not null)
                text = Seal((JsonObject)header.DeepClone(), text);
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The register went away, or sent what is no nexo: nobody is there to be told.
        }
    }

    // Null: the link breaks without an answer.
    private async Task<JsonObject?> DoAsync(JsonObject request)
    {
        string id = (string)request["MessageHeader"]!["ServiceID"]!;
        if (Faults.IsBusy)
            return Named(request, Failure("Busy"));
        if (request["PaymentRequest"] is JsonObject payment)
            return await TransactAsync(id, "PaymentResponse", () => Pay(payment));
        if (request["ReversalRequest"] is JsonObject reversal)
            return await TransactAsync(id, "ReversalResponse", () => Reverse(reversal));
        if (request["TransactionStatusRequest"] is JsonObject status)
            return new JsonObject { ["TransactionStatusResponse"] = StatusOf((string)status["MessageReference"]!["ServiceID"]!) };
        if (request["AbortRequest"] is JsonObject abort)
        {
            lock (_gate)
                _aborted.Add((string)abort["MessageReference"]!["ServiceID"]!);
            Faults.GoOn();
            return null;
        }

        return Named(request, new JsonObject { ["Response"] = new JsonObject { ["Result"] = "Success" } });
    }

    private static JsonObject Named(JsonObject request, JsonObject body)
    {
        string asked = request.Select(member => member.Key).First(key => key.EndsWith("Request", StringComparison.Ordinal));
        return new JsonObject { [asked[..^"Request".Length] + "Response"] = body };
    }

    private async Task<JsonObject?> TransactAsync(string id, string name, Func<JsonObject> book)
    {
        Asked++;
        lock (_gate)
            _inProgress.Add(id);
        try
        {
            foreach (var moment in Enum.GetValues<TerminalMoment>().Where(one => one <= TerminalMoment.BeforeBooking))
            {
                if (!await ComeToAsync(moment))
                    return null;
            }

            bool aborted;
            lock (_gate)
                aborted = _aborted.Contains(id);
            var answer = new JsonObject { [name] = aborted ? Failure("Aborted") : book() };
            lock (_gate)
                _answers[id] = answer;
        }
        finally
        {
            lock (_gate)
                _inProgress.Remove(id);
        }

        foreach (var moment in Enum.GetValues<TerminalMoment>().Where(one => one > TerminalMoment.BeforeBooking))
        {
            if (!await ComeToAsync(moment))
                return null;
        }

        return (JsonObject)_answers[id].DeepClone();
    }

    // False: it dies here.
    private async Task<bool> ComeToAsync(TerminalMoment moment)
    {
        if (Faults.WaitsAt == moment)
            await Faults.WaitFrom();
        return !Faults.Dies(moment);
    }

    private JsonObject StatusOf(string id)
    {
        lock (_gate)
        {
            if (_inProgress.Contains(id))
                return Failure("InProgress");
            if (Faults.ForgetsLastTransaction || !_answers.TryGetValue(id, out var answer))
                return Failure("NotFound");
            return new JsonObject
            {
                ["Response"] = new JsonObject { ["Result"] = "Success" },
                ["RepeatedMessageResponse"] = new JsonObject
                {
                    ["MessageHeader"] = new JsonObject { ["ServiceID"] = id, ["MessageType"] = "Response" },
                    ["RepeatedResponseMessageBody"] = answer.DeepClone(),
                },
            };
        }
    }

    private JsonObject Pay(JsonObject payment)
    {
        if (Faults.DeclinesWith is not null)
            return Failure("Refusal");
        var asked = payment["PaymentTransaction"]!["AmountsReq"]!;
        long minor = (long)((decimal)asked["RequestedAmount"]! * 100);
        bool isRefund = (string?)payment["PaymentData"]?["PaymentType"] == "Refund";
        long approved = isRefund ? minor : Math.Min(minor, Faults.ApprovesOnlyMinor ?? minor);
        var entry = Write(isRefund ? "refund" : "payment", approved, 0);
        return new JsonObject
        {
            ["Response"] = new JsonObject { ["Result"] = approved < minor ? "Partial" : "Success" },
            ["POIData"] = new JsonObject { ["POITransactionID"] = IdOf(entry), ["POIReconciliationID"] = "1000" },
            ["PaymentResult"] = new JsonObject
            {
                ["PaymentInstrumentData"] = new JsonObject
                {
                    ["CardData"] = new JsonObject { ["MaskedPan"] = Face(), ["PaymentBrand"] = "mc" },
                },
                ["AmountsResp"] = new JsonObject { ["AuthorizedAmount"] = approved / 100m, ["Currency"] = (string)asked["Currency"]! },
                ["PaymentAcquirerData"] = new JsonObject { ["ApprovalCode"] = "123456", ["AcquirerPOIID"] = "V400m-1" },
            },
            ["PaymentReceipt"] = new JsonArray(Slip("CashierReceipt"), Slip("CustomerReceipt")),
        };
    }

    private JsonObject Reverse(JsonObject reversal)
    {
        string original = (string?)reversal["OriginalPOITransaction"]?["POITransactionID"]?["TransactionID"] ?? "";
        var charge = Book.Charges.FirstOrDefault(one => NumberOf(one) == original);
        if (charge is null)
            return Failure("NotFound");
        Write("reversal", charge.AmountMinor, charge.Trace);
        return new JsonObject { ["Response"] = new JsonObject { ["Result"] = "Success" } };
    }

    private ChargeEntry Write(string kind, long minor, int original)
    {
        int number = (Book.Last?.Trace ?? 0) + 1;
        var entry = new ChargeEntry(kind, minor, number, number % 10_000, original, _time.GetLocalNow().DateTime);
        Book.Write(entry);
        return entry;
    }

    private JsonObject Slip(string whose) => new()
    {
        ["DocumentQualifier"] = whose,
        ["OutputContent"] = new JsonObject
        {
            ["OutputFormat"] = "Text",
            ["OutputText"] = new JsonArray(
                new JsonObject { ["Text"] = $"name=Card&value={Face().Replace(' ', '+')}&key=pan" },
                new JsonObject { ["Text"] = $"name=Copy&value={whose}&key=copy" }),
        },
    };

    private string Face() => Faults.SendsWholeCardNumber ? CardNumber : $"{CardNumber[..6]} **** {CardNumber[^4..]}";

    private static JsonObject IdOf(ChargeEntry entry) => new()
    {
        ["TransactionID"] = NumberOf(entry),
        ["TimeStamp"] = entry.At.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + "Z",
    };

    private static string NumberOf(ChargeEntry entry) => $"POI{entry.Trace:D8}.TX";

    private static JsonObject Failure(string condition) => new()
    {
        ["Response"] = new JsonObject { ["Result"] = "Failure", ["ErrorCondition"] = condition },
    };

    // 80 bytes of PBKDF2: 32 for the HMAC, 32 for the cipher, 16 to mix the nonce with.
    private byte[] KeyMaterial() => Rfc2898DeriveBytes.Pbkdf2(
        _passphrase!, Encoding.ASCII.GetBytes("AdyenNexoV1Salt"), 4000, HashAlgorithmName.SHA1, 80);

    private static byte[] VectorOf(byte[] keys, byte[] nonce) => [.. nonce.Zip(keys[64..], (a, b) => (byte)(a ^ b))];

    private string Seal(JsonObject header, string plain)
    {
        byte[] keys = KeyMaterial(), nonce = RandomNumberGenerator.GetBytes(16), message = Encoding.UTF8.GetBytes(plain);
        using var aes = Aes.Create();
        aes.Key = keys[32..64];
        return new JsonObject
        {
            ["SaleToPOIResponse"] = new JsonObject
            {
                ["MessageHeader"] = header,
                ["NexoBlob"] = Convert.ToBase64String(aes.EncryptCbc(message, VectorOf(keys, nonce))),
                ["SecurityTrailer"] = new JsonObject
                {
                    ["Nonce"] = Convert.ToBase64String(nonce),
                    ["Hmac"] = Convert.ToBase64String(HMACSHA256.HashData(keys[..32], message)),
                    ["KeyIdentifier"] = "key",
                    ["KeyVersion"] = 1,
                    ["AdyenCryptoVersion"] = 1,
                },
            },
        }.ToJsonString();
    }

    private string Unseal(JsonObject request)
    {
        byte[] keys = KeyMaterial(), nonce = Convert.FromBase64String((string)request["SecurityTrailer"]!["Nonce"]!);
        using var aes = Aes.Create();
        aes.Key = keys[32..64];
        byte[] plain = aes.DecryptCbc(Convert.FromBase64String((string)request["NexoBlob"]!), VectorOf(keys, nonce));
        string hmac = Convert.ToBase64String(HMACSHA256.HashData(keys[..32], plain));
        return hmac == (string)request["SecurityTrailer"]!["Hmac"]! ? Encoding.UTF8.GetString(plain)
            : throw new InvalidOperationException("the seal is broken");
    }
}
