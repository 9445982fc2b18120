using Microsoft.Extensions.Options;

namespace EdgePos.HeadOffice;

/// <summary>How a host takes head office in: the daemon of a single shop, or the program that is nothing else.</summary>
public static class HeadOfficeSetup
{
    /// <summary>Registers the broker where one is wanted, the books and the uplink. The options must be bound already.</summary>
    public static void AddHeadOffice(this IServiceCollection services, bool withBroker)
    {
        if (withBroker)
            services.AddSingleton<IHostedService>(of => new EmbeddedBroker(OptionsIn(of).BrokerPort));
        services.AddSingleton(of =>
        {
            // Boxes are set up with its public half before anything is published.
            SigningKey.OpenOrMake(OptionsIn(of).DataFolder).Dispose();
            return Books.Open(OptionsIn(of), of.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<UplinkLoop>();
        services.AddHostedService(of => of.GetRequiredService<UplinkLoop>());
        services.AddHostedService<DownlinkLoop>();
        services.AddHostedService<StockSharing>();
        services.AddHostedService<CustomerSharing>();
        services.AddHostedService<EmployeeSharing>();
        services.AddHostedService<OrderSharing>();
        services.AddHostedService<ReceiptLoop>();
        services.AddHostedService<EnrolmentLoop>();
    }

    /// <summary>Adds the calls that read head office's books.</summary>
    public static void MapReports(this IEndpointRouteBuilder routes) => routes.MapGrpcService<ReportsService>();

    private static HeadOfficeOptions OptionsIn(IServiceProvider services) =>
        services.GetRequiredService<IOptions<HeadOfficeOptions>>().Value;
}
