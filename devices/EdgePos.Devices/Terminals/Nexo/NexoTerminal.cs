using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EdgePos.Devices;

/// <summary>
/// A card terminal that speaks nexo Retailer, JSON over HTTPS on the shop's own network. Each request has an id of its own
/// that follows from the payment's, so that it can be asked about after a crash; the answer must name it.
/// </summary>
/// <remarks>Source: nexo Sale to POI Protocol Specifications 3.0; Adyen, "Terminal API" and "Verify transaction status".</remarks>
public sealed class NexoTerminal : ICardTerminal
{
    private const int AnswerMax = 1024 * 1024;

    // A terminal gives a shopper up after 120 seconds.
    private static readonly TimeSpan PaymentDeadline = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(3);

    private readonly NexoSettings _settings;
    private readonly TimeProvider _time;
    private readonly NexoSeal? _seal;
    private readonly HttpClient _http;
    private long _questions;
    private volatile NexoReference? _running;

    /// <param name="settings">Where it is, and what it and the box agree about.</param>
    /// <param name="time">The clock for deadlines.</param>
    public NexoTerminal(NexoSettings settings, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        _seal = settings.Key is { } key ? new NexoSeal(key) : null;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = ConnectDeadline,
            SslOptions = NexoTrust.Options(settings),
            AllowAutoRedirect = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.Zero, // a connection that had gone quietly would look as if the request had been sent
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = AnswerMax,
        };
    }

    /// <inheritdoc/>
    public async Task<CardResult> CarryOutAsync(CardRequest request, Action<CardProgress> tell)
    {
        string category = CategoryOf(request.Deal), id = ServiceIdOf(request.Id);
        tell(new CardProgress(-1, "please look at the terminal"));
        _running = new NexoReference { MessageCategory = category, SaleID = _settings.SaleId, ServiceID = id };
        try
        {
            var answer = await AskAsync(BodyOf(request), category, id, PaymentDeadline);
            return NexoResults.Of(request, request.Deal == CardDeal.Reversal ? answer.ReversalResponse : answer.PaymentResponse);
        }
        catch (NotSentException fault)
        {
            return CardResult.Without(CardOutcome.Aborted, _settings.Currency, fault.Message);
        }
        catch (IOException fault)
        {
            return CardResult.Without(CardOutcome.Unknown, _settings.Currency, fault.Message);
        }
        finally
        {
            _running = null;
        }
    }

    /// <inheritdoc/>
    public async Task<CardResult> RecoverAsync(CardRequest request)
    {
        string id = ServiceIdOf(request.Id);
        try
        {
            var answer = await AskAsync(new NexoRequest
            {
                TransactionStatusRequest = new NexoStatusRequest
                {
                    MessageReference = new NexoReference
                    {
                        MessageCategory = CategoryOf(request.Deal),
                        SaleID = _settings.SaleId,
                        ServiceID = id,
                    },
                    ReceiptReprintFlag = true,
                    DocumentQualifier = ["CashierReceipt", "CustomerReceipt"],
                },
            }, "TransactionStatus", NewServiceId(), AnswerDeadline);
            return NexoResults.Recovered(request, answer.TransactionStatusResponse, id);
        }
        catch (IOException fault)
        {
            return CardResult.Without(CardOutcome.Unknown, _settings.Currency, fault.Message);
        }
    }

    /// <inheritdoc/>
    public Task<CardMark?> LastTransactionAsync() => Task.FromResult<CardMark?>(null); // a request is asked about by its own id

    /// <inheritdoc/>
    public async Task<bool> IsReachableAsync() => (await TestAsync()).Done;

    /// <inheritdoc/>
    public async Task AbortAsync()
    {
        if (_running is not { } running)
            return;
        try
        {
            await AskAsync(new NexoRequest
            {
                AbortRequest = new NexoAbortRequest { AbortReason = "MerchantAbort", MessageReference = running },
            }, "Abort", NewServiceId(), AnswerDeadline);
        }
        catch (IOException)
        {
            // An abort has no answer of its own: what becomes of the payment is said by the payment's.
        }
    }

    /// <inheritdoc/>
    public Task<TerminalReport> EndOfDayAsync() => ReportAsync(
        new NexoRequest { ReconciliationRequest = new NexoReconciliationRequest { ReconciliationType = "SaleReconciliation" } },
        "Reconciliation", PaymentDeadline, answer => answer.ReconciliationResponse);

    /// <inheritdoc/>
    public Task<TerminalReport> TestAsync() => ReportAsync(
        new NexoRequest { DiagnosisRequest = new NexoDiagnosisRequest { HostDiagnosisFlag = true } },
        "Diagnosis", AnswerDeadline, answer => answer.DiagnosisResponse);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The id of a payment's message: ten letters and digits that follow from the payment's id.</summary>
    internal static string ServiceIdOf(Guid payment) => ShortIdOf(payment.ToString("N"));

    private async Task<TerminalReport> ReportAsync(
        NexoRequest body, string category, TimeSpan limit, Func<NexoResponse, NexoPlainResponse?> read)
    {
        try
        {
            var outcome = read(await AskAsync(body, category, NewServiceId(), limit))?.Response;
            bool done = outcome?.Result == "Success";
            return new TerminalReport(done, done ? "" : NexoResults.ReasonOf(outcome), []);
        }
        catch (IOException fault)
        {
            return new TerminalReport(false, fault.Message, []);
        }
    }

    private NexoRequest BodyOf(CardRequest request) => request.Deal == CardDeal.Reversal
        ? new NexoRequest
        {
            ReversalRequest = new NexoReversalRequest
            {
                OriginalPOITransaction = new NexoOriginal
                {
                    POITransactionID = new NexoTransaction
                    {
                        TransactionID = request.Original?.Trace,
                        TimeStamp = request.Original?.Receipt,
                    },
                },
                ReversalReason = "MerchantCancel",
                SaleData = SaleOf(request),
            },
        }
        : new NexoRequest
        {
            PaymentRequest = new NexoPaymentRequest
            {
                SaleData = SaleOf(request),
                PaymentTransaction = new NexoPaymentTransaction
                {
                    AmountsReq = new NexoAmountsReq
                    {
                        Currency = request.Amount.Currency.Code,
                        RequestedAmount = request.Amount.Minor / NexoResults.Scale(request.Amount.Currency),
                    },
                },
                PaymentData = request.Deal == CardDeal.Refund ? new NexoPaymentData { PaymentType = "Refund" } : null,
            },
        };

    private NexoSaleData SaleOf(CardRequest request) => new()
    {
        SaleTransactionID = new NexoTransaction
        {
            TransactionID = request.Id.ToString("N"),
            TimeStamp = _time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        },
    };

    private async Task<NexoResponse> AskAsync(NexoRequest body, string category, string id, TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit, _time);
        byte[] answer;
        try
        {
            using var content = new ByteArrayContent(BytesOf(body, category, id));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await _http.PostAsync(_settings.Address, content, deadline.Token);
            if (!response.IsSuccessStatusCode)
                throw new IOException($"the terminal answers with HTTP {(int)response.StatusCode}");
            answer = await response.Content.ReadAsByteArrayAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new IOException("the terminal does not answer in time");
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError is HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            throw new NotSentException($"no connection to the terminal: {fault.Message}");
        }
        catch (HttpRequestException fault)
        {
            throw new IOException(fault.Message, fault);
        }

        return Read(answer, id);
    }

    private byte[] BytesOf(NexoRequest body, string category, string id)
    {
        var header = new NexoHeader
        {
            ProtocolVersion = "3.0",
            MessageClass = "Service",
            MessageCategory = category,
            MessageType = "Request",
            SaleID = _settings.SaleId,
            ServiceID = id,
            POIID = _settings.PoiId,
        };
        byte[] plain = Encode(new NexoEnvelope { SaleToPOIRequest = body with { MessageHeader = header } });
        if (_seal is null)
            return plain;
        var (blob, trailer) = _seal.Seal(plain);
        return Encode(new NexoEnvelope
        {
            SaleToPOIRequest = new NexoRequest { MessageHeader = header, NexoBlob = blob, SecurityTrailer = trailer },
        });
    }

    private NexoResponse Read(byte[] bytes, string id)
    {
        try
        {
            var response = Decode(bytes);
            if (_seal is not null)
            {
                byte[] opened = _seal.Open(response.NexoBlob, response.SecurityTrailer);
                response = Decode(opened);
                Array.Clear(opened);
            }

            return response.MessageHeader?.ServiceID == id ? response : throw new IOException("the terminal answers to another request");
        }
        catch (Exception wrong) when (wrong is JsonException or NotSupportedException)
        {
            throw new IOException("what the terminal sends is no nexo", wrong);
        }
        finally
        {
            Array.Clear(bytes);
        }
    }

    private static byte[] Encode(NexoEnvelope envelope) => JsonSerializer.SerializeToUtf8Bytes(envelope, NexoJson.Default.NexoEnvelope);

    private static NexoResponse Decode(byte[] bytes) =>
        JsonSerializer.Deserialize(bytes, NexoJson.Default.NexoEnvelope)?.SaleToPOIResponse
        ?? throw new IOException("the terminal answers with nothing");

    private static string CategoryOf(CardDeal deal) => deal switch
    {
        CardDeal.Payment or CardDeal.Refund => "Payment",
        CardDeal.Reversal => "Reversal",
    };

    private string NewServiceId() => ShortIdOf($"{_settings.SaleId} {_time.GetUtcNow().Ticks} {Interlocked.Increment(ref _questions)}");

    // 50 bits of a hash: unique for the two days within which a terminal wants it, and longer.
    private static string ShortIdOf(string text)
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return string.Concat(hash.Take(10).Select(one => letters[one % letters.Length]));
    }

    // Nothing of the request left: the terminal cannot have begun.
    private sealed class NotSentException(string message) : IOException(message);
}
