using EdgePos.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace EdgePos.Register;

/// <summary>Where the box is, and who calls it.</summary>
/// <param name="Gateway">Address of the box.</param>
/// <param name="Register">Number of the register, 1 to 9999.</param>
/// <param name="Language">The language the box is to answer in.</param>
/// <param name="Patience">How long one call is tried before the box counts as unreachable.</param>
internal sealed record BoxAddress(Uri Gateway, int Register, string Language, TimeSpan Patience)
{
    /// <summary>Who the register is, by certificate; null: the box is a demo, and believes the number.</summary>
    public RegisterIdentity? Identity { get; init; }
}

/// <summary>
/// The box, as one register sees it: says who calls, gives every call a deadline, and sends the same command again
/// until it is answered or patience ends. Belongs to one loop at a time.
/// </summary>
internal sealed class BoxClient : IDisposable
{
    /// <summary>Deadline of one try of a call.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    // A basket of a thousand lines with long names stays well below.
    private const int MaxAnswerBytes = 16 * 1024 * 1024;

    // A connection shows the certificate that it was made with: new ones are made often enough to show the newest.
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromHours(1);

    private static readonly TimeSpan RenewalTriedEvery = TimeSpan.FromHours(1);

    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly GrpcChannel _channel;
    private readonly Metadata _headers;
    private readonly Registers.RegistersClient _registers;
    private long? _renewalTried;

    /// <param name="random">For the jitter; not shared with another client.</param>
    public BoxClient(BoxAddress address, TimeProvider time, Random random)
    {
        (Address, _time, _random) = (address, time, random);
        _headers = new Metadata { { "edgepos-register", $"{address.Register}" }, { "accept-language", address.Language } };
        _channel = GrpcChannel.ForAddress(address.Gateway, new GrpcChannelOptions
        {
            MaxReceiveMessageSize = MaxAnswerBytes,
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(50),
            MaxReconnectBackoff = Backoff.Cap,
            HttpHandler = new SocketsHttpHandler
            {
                SslOptions = address.Identity?.Tls() ?? new(),
                PooledConnectionLifetime = address.Identity is null ? Timeout.InfiniteTimeSpan : ConnectionLife,
                ConnectTimeout = TimeSpan.FromSeconds(3),
                KeepAlivePingDelay = TimeSpan.FromSeconds(10),
                KeepAlivePingTimeout = Deadline,
                KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            },
            DisposeHttpClient = true,
        });
        Checkout = new Checkout.CheckoutClient(_channel);
        Tills = new Tills.TillsClient(_channel);
        PriceBook = new PriceBook.PriceBookClient(_channel);
        Stock = new Stock.StockClient(_channel);
        Customers = new Customers.CustomersClient(_channel);
        Orders = new Orders.OrdersClient(_channel);
        Box = new V1.Box.BoxClient(_channel);
        Payments = new Payments.PaymentsClient(_channel);
        Devices = new Devices.DevicesClient(_channel);
        Staff = new Staff.StaffClient(_channel);
        _registers = new Registers.RegistersClient(_channel);
    }

    /// <summary>Where the box is, and who calls it.</summary>
    public BoxAddress Address { get; }

    public Checkout.CheckoutClient Checkout { get; }

    public Tills.TillsClient Tills { get; }

    public PriceBook.PriceBookClient PriceBook { get; }

    public Stock.StockClient Stock { get; }

    public Customers.CustomersClient Customers { get; }

    public Orders.OrdersClient Orders { get; }

    public V1.Box.BoxClient Box { get; }

    public Devices.DevicesClient Devices { get; }

    public Payments.PaymentsClient Payments { get; }

    public Staff.StaffClient Staff { get; }

    /// <summary>Asks for the status: the first thing every verb does, so that a box that is not there is told at once.</summary>
    /// <exception cref="BoxUnreachable">Nobody answered.</exception>
    public Task<Answer<BoxStatus>> StatusAsync(CancellationToken stop) =>
        CallAsync(options => Box.GetStatusAsync(new GetStatusRequest(), options).ResponseAsync, stop);

    /// <summary>One call, tried until it is answered.</summary>
    /// <param name="call">Sends; called again for every try, with the same request.</param>
    /// <param name="basketId">The basket it changes, to be read again where the box says so; empty: none.</param>
    /// <param name="deadline">Deadline of one try, where it is not the usual one.</param>
    /// <param name="approval">Who allows what staff may not do on their own, name:PIN; empty: nobody is asked for it.</param>
    /// <exception cref="BoxUnreachable">Patience ended.</exception>
    public async Task<Answer<T>> CallAsync<T>(
        Func<CallOptions, Task<T>> call, CancellationToken stop, string basketId = "", TimeSpan? deadline = null, string approval = "")
    {
        await RenewInTimeAsync(stop);
        long began = _time.GetTimestamp();
        bool isApproved = false;
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await call(Options(deadline ?? Deadline, stop, approval));
            }
            catch (RpcException) when (stop.IsCancellationRequested)
            {
                throw new OperationCanceledException(stop);
            }
            catch (RpcException fault)
            {
                var verdict = Verdicts.Of(fault);
                if (verdict == Verdict.Refused && Refusal.Of(fault) is var no)
                {
                    if (approval.Length == 0 || no.Waits.Length == 0 || isApproved)
                        return no;
                    isApproved = true;
                    if (await ApproveAsync(no.Waits, approval, stop) is { } notAllowed)
                        return notAllowed;
                    continue;
                }

                await WaitAsync(fault, attempt, began, stop);
                if (verdict == Verdict.ReadThenAgain && basketId.Length > 0)
                    await ReadAgainAsync(basketId, stop);
            }
        }
    }

    /// <summary>Options of a call without a deadline: for a stream that lasts as long as its basket.</summary>
    public CallOptions Streaming(CancellationToken stop) => new(_headers, cancellationToken: stop);

    public void Dispose()
    {
        _channel.Dispose();
        Address.Identity?.Dispose();
    }

    // Where it does not work, the certificate is good for days, and it is tried again.
    private async Task RenewInTimeAsync(CancellationToken stop)
    {
        if (Address.Identity?.IsDue(_time.GetUtcNow()) != true
            || (_renewalTried is { } tried && _time.GetElapsedTime(tried) < RenewalTriedEvery))
            return;
        _renewalTried = _time.GetTimestamp();
        try
        {
            await Address.Identity.RenewAsync(_registers, Options(Deadline, stop));
        }
        catch (Exception fault) when (fault is RpcException or IOException && !stop.IsCancellationRequested)
        {
        }
    }

    private CallOptions Options(TimeSpan deadline, CancellationToken stop, string approval = "")
    {
        var headers = _headers;
        if (approval.Length > 0)
        {
            headers = [.. _headers];
            headers.Add("edgepos-approval", approval);
        }

        return new(headers, (_time.GetUtcNow() + deadline).UtcDateTime, stop);
    }

    private async Task WaitAsync(RpcException fault, int attempt, long began, CancellationToken stop)
    {
        var wait = Backoff.Wait(attempt, _random, Verdicts.WaitAskedBy(fault));
        if (_time.GetElapsedTime(began) + wait > Address.Patience)
            throw new BoxUnreachable(Address.Gateway, fault.Status.Detail);
        await Task.Delay(wait, _time, stop);
    }

    // Somebody allows a command that waits for it. Gives why not; null: it is allowed.
    private async Task<Refusal?> ApproveAsync(string command, string approval, CancellationToken stop)
    {
        string[] parts = approval.Split(':', 2);
        var request = new ApproveRequest { CommandId = command, Employee = parts[0], Pin = parts.ElementAtOrDefault(1) ?? "" };
        var given = await CallAsync(options => Staff.ApproveAsync(request, options).ResponseAsync, stop);
        return given.Refusal;
    }

    // What it answers does not matter here: the command that follows answers with the basket, or says that it is gone.
    private async Task ReadAgainAsync(string basketId, CancellationToken stop)
    {
        try
        {
            await Checkout.GetBasketAsync(new GetBasketRequest { BasketId = basketId }, Options(Deadline, stop));
        }
        catch (RpcException) when (!stop.IsCancellationRequested)
        {
        }
    }
}
