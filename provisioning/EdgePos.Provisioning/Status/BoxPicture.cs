using EdgePos.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace EdgePos.Provisioning;

/// <summary>What the box answered to one question; without a value: why it did not.</summary>
internal sealed record Answer<T>(T? Value, RpcException? Fault) where T : class;

/// <summary>All that a box says of itself, asked at once. One question that it does not answer spoils no other.</summary>
internal sealed record BoxPicture(
    Answer<HealthCheckResponse> Health, Answer<BoxStatus> Status, Answer<ListDevicesResponse> Devices,
    Answer<ListVersionsResponse> Prices, Answer<ListPaymentsResponse> Payments, Answer<ListRegistersResponse> Registers)
{
    /// <summary>True where the daemon answers, and what a sale needs makes no progress.</summary>
    public bool IsStuck => Health.Value?.Status == HealthCheckResponse.Types.ServingStatus.NotServing;

    /// <summary>Asks.</summary>
    /// <exception cref="RpcException">The box does not even say how it is.</exception>
    public static async Task<BoxPicture> AskAsync(GrpcChannel channel, CallOptions options)
    {
        var health = AskAsync(new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest(), options));
        var status = AskAsync(new Box.BoxClient(channel).GetStatusAsync(new GetStatusRequest(), options));
        var devices = AskAsync(new V1.Devices.DevicesClient(channel).ListDevicesAsync(new ListDevicesRequest(), options));
        var prices = AskAsync(new PriceBook.PriceBookClient(channel).ListVersionsAsync(new ListVersionsRequest(), options));
        var payments = AskAsync(new Payments.PaymentsClient(channel).ListPaymentsAsync(new ListPaymentsRequest(), options));
        var registers = AskAsync(new V1.Registers.RegistersClient(channel).ListAsync(new ListRegistersRequest(), options));
        var picture = new BoxPicture(await health, await status, await devices, await prices, await payments, await registers);
        return picture.Status.Fault is { } fault && !picture.IsStuck ? throw fault : picture;
    }

    private static async Task<Answer<T>> AskAsync<T>(AsyncUnaryCall<T> call) where T : class
    {
        try
        {
            return new Answer<T>(await call, null);
        }
        catch (RpcException fault)
        {
            return new Answer<T>(null, fault);
        }
    }
}
