using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using EdgePos.Devices;
using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.Ledger;
using EdgePos.Relay;
using EdgePos.Store;
using EdgePos.V1;
using Grpc.AspNetCore.Server.Model;
using Grpc.Health.V1;
using Grpc.Reflection;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>The one place that wires the daemon together.</summary>
internal static class Composition
{
    // For reflection, named one by one: the package that finds them by itself cannot be in a native binary.
    private static readonly Google.Protobuf.Reflection.ServiceDescriptor[] Described =
    [
        Checkout.Descriptor, Tills.Descriptor, Stock.Descriptor, Customers.Descriptor, Orders.Descriptor, PriceBook.Descriptor,
        Box.Descriptor, V1.Payments.Descriptor, V1.Devices.Descriptor, Labels.Descriptor, V1.Staff.Descriptor, Audit.Descriptor,
        Registers.Descriptor, Reports.Descriptor, Health.Descriptor,
        Grpc.Reflection.V1Alpha.ServerReflection.Descriptor, Grpc.Reflection.V1.ServerReflection.Descriptor,
    ];

    /// <summary>Reads the settings, opens the files and registers every loop in start order. Nothing runs yet.</summary>
    /// <exception cref="OptionsValidationException">A setting is wrong; of several sections, as an AggregateException.</exception>
    /// <exception cref="LedgerFault">A file cannot be used.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = NewBuilder(args);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        // The sentence of a refusal names who it is about. It is for the register, also where a technician wants to hear everything.
        builder.Logging.AddFilter("Grpc.AspNetCore.Server.ServerCallHandler", LogLevel.Warning);
        builder.Services.AddSingleton<RecentLog>();
        builder.Services.AddSingleton<ILoggerProvider>(of => of.GetRequiredService<RecentLog>());
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is { Length: > 0 })
            AddSystemd(builder.Services);
        builder.Services.AddSingleton(ReadSettings(builder.Configuration));
        builder.Services.AddSettings(builder.Configuration);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddTransient(_ => new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));
        builder.Services.AddSingleton<StoreProfile>();

        AddFiles(builder.Services);
        AddIdentity(builder.Services);
        AddLoops(builder.Services, builder.Configuration);
        AddCalls(builder);

        var app = builder.Build();
        if (app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.HasOwnAuthority)
        {
            var door = app.Services.GetRequiredService<Doorkeeper>();
            app.Use(next => call => door.TakeAsync(call, next));
        }

        app.UseUnreadableMessages(app.Services.GetRequiredService<StoreProfile>().Language);
        app.MapGrpcService<CheckoutService>();
        app.MapGrpcService<ScanService>().Add(call => ((RouteEndpointBuilder)call).Order = -1); // before the generated one
        app.MapGrpcService<TillsService>();
        app.MapGrpcService<StockService>();
        app.MapGrpcService<CustomersService>();
        app.MapGrpcService<OrdersService>();
        app.MapGrpcService<PriceBookService>();
        app.MapGrpcService<BoxService>();
        app.MapGrpcService<PaymentsService>();
        app.MapGrpcService<DevicesService>();
        app.MapGrpcService<LabelsService>();
        app.MapGrpcService<StaffService>();
        app.MapGrpcService<AuditService>();
        app.MapGrpcService<RegistersService>();
        if (app.Configuration.GetValue("HeadOffice:Embedded", false))
            app.MapReports();
        app.MapGrpcHealthChecksService();
        app.MapGrpcService<ReflectionServiceImpl>();
        app.MapGrpcService<ReflectionV1ServiceImpl>();
        return app;
    }

    /// <summary>Tells what a start with these arguments would make of the settings, and starts nothing.</summary>
    /// <exception cref="OptionsValidationException">As of a start.</exception>
    public static int ShowSettings(string[] args, TextWriter output)
    {
        var settings = NewBuilder(args).Configuration;
        var headOffice = ReadSettings(settings);
        SettingsReport.Write(settings, output);
        if (headOffice.Trouble.Length > 0)
            output.WriteLine($"What head office has set is not in use: {headOffice.Trouble}");
        return ExitCodes.Ok;
    }

    /// <summary>Where a start with these arguments would keep its files.</summary>
    /// <exception cref="OptionsValidationException">As of a start.</exception>
    public static string DataFolderOf(string[] args)
    {
        var settings = NewBuilder(args).Configuration;
        ReadSettings(settings);
        return Path.GetFullPath(settings["Gateway:DataFolder"]!);
    }

    private static WebApplicationBuilder NewBuilder(string[] args) => WebApplication.CreateSlimBuilder(new WebApplicationOptions
    {
        Args = args,
        ApplicationName = "edgepos-gateway",
        ContentRootPath = AppContext.BaseDirectory,
    });

    private static HeadOfficeLayer ReadSettings(ConfigurationManager settings)
    {
        SettingsFolder.AddTo(settings);
        var layer = HeadOfficeLayer.AddTo(settings);
        Settings.Check(settings);
        return layer;
    }

    /// <summary>Runs until told to stop. A loop that died makes the exit code 70, so that systemd starts the box again.</summary>
    public static async Task<int> RunAsync(WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("EdgePos.Gateway");
        var store = app.Services.GetRequiredService<StoreProfile>();
        var ledger = app.Services.GetRequiredService<LedgerReader>();
        TellOf(app.Services.GetRequiredService<CatalogueShelf>(), log);
        _ = app.Services.GetRequiredService<CertificateEnds>(); // reads what the server is about to show
        if (app.Services.GetRequiredService<HeadOfficeLayer>().Trouble is { Length: > 0 } trouble)
            Log.SettingsNotUsed(log, trouble);
        if (app.Services.GetRequiredService<PinFile>().Unreadable is > 0 and var pins)
            Log.PinsUnreadable(log, pins);
        if (app.Services.GetRequiredService<SignIns>().AreRequired && !app.Services.GetRequiredService<StaffBook>().IsKnown)
            Log.NobodyCanSignIn(log);
        app.Services.GetRequiredService<DisplayFollower>().Begin(app.Services.GetRequiredService<BasketDesk>());
        app.Services.GetRequiredService<BasketDesk>().Changed += app.Services.GetRequiredService<ReceiptDesk>().Follow;
        app.Lifetime.ApplicationStarted.Register(() => Log.Selling(log, BoxService.Version, store.Identity.Tenant,
            store.Identity.Store, store.Identity.Box, string.Join(", ", app.Urls), ledger.Head().Seq, ledger.Confirmed()));

        var restart = app.Services.GetRequiredService<RestartOrder>();
        var loops = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        try
        {
            await app.RunAsync();
        }
        catch (OperationCanceledException)
        {
            // The time for stopping was over. What was answered is on disk; what was not is asked again.
        }

        var dead = loops.FirstOrDefault(loop => loop.ExecuteTask is { IsFaulted: true });
        if (dead is null)
            return restart.IsGiven ? ExitCodes.Restart : ExitCodes.Ok;
        Log.LoopEnded(log, dead.GetType().Name, dead.ExecuteTask!.Exception!.GetBaseException());
        return ExitCodes.Software;
    }

    // The shop sells on from another price book, or without one: a person must hear of it.
    private static void TellOf(CatalogueShelf prices, ILogger log)
    {
        foreach (string finding in prices.Findings)
            Log.PriceBookFinding(log, finding);
        if (prices.Trouble.Length > 0)
            Log.PriceBookTrouble(log, prices.Trouble);
    }

    // The package's own AddSystemd() looks at the parent process, which ProtectProc=invisible hides: nobody would hear READY=1.
    private static void AddSystemd(IServiceCollection services)
    {
        services.Configure<ConsoleLoggerOptions>(console => console.FormatterName = ConsoleFormatterNames.Systemd);
        services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
        services.AddSingleton<IHostLifetime, SystemdLifetime>();
    }

    private static void AddFiles(IServiceCollection services)
    {
        services.AddSingleton(of => DataFolder.Open(of.GetRequiredService<IOptions<GatewayOptions>>().Value.DataFolder));
        services.AddSingleton(of => BoxKey.OpenOrMake(of.GetRequiredService<DataFolder>().KeyFile));
        services.AddSingleton(of => LedgerWriter.Open(of.GetRequiredService<DataFolder>().LedgerFile, new LedgerSetup(
            of.GetRequiredService<StoreProfile>().Identity, of.GetRequiredService<BoxKey>(), of.GetRequiredService<TimeProvider>(),
            () => RandomNumberGenerator.GetBytes(EntryHash.EpochSize))
        {
            ClockIsSet = () => of.GetRequiredService<ClockTrust>().IsSet,
            Zone = of.GetRequiredService<StoreProfile>().Zone,
            WhoIsAt = register => of.GetRequiredService<SignIns>().NumberAt(register),
            MakeRoom = of.GetRequiredService<DiskWatch>().MakeRoom, // made before the files are opened: it may have to make room for that
        }));
        services.AddSingleton<DiskWatch>();
        services.AddSingleton<ClockTrust>();
        services.AddSingleton(of =>
        {
            // The writer makes the file, so it comes first.
            _ = of.GetRequiredService<LedgerWriter>();
            return new LedgerReader(of.GetRequiredService<DataFolder>().LedgerFile);
        });
        services.AddSingleton<StockReader>();
        services.AddSingleton<OrderReader>();
        services.AddSingleton<PaymentReader>();
        services.AddSingleton(of =>
            CounterFile.Open(of.GetRequiredService<DataFolder>().CounterFile, of.GetRequiredService<TimeProvider>()));
        services.AddSingleton(of =>
            CatalogueShelf.Open(of.GetRequiredService<DataFolder>().CatalogueFolder, of.GetRequiredService<StoreProfile>().Currency,
                of.GetRequiredService<TimeProvider>()));
    }

    // What is not needed is not made: a demo has no root key before it pairs a register.
    private static void AddIdentity(IServiceCollection services)
    {
        services.AddSingleton(of => BoxAuthority.Open(
            of.GetRequiredService<DataFolder>().Path, Credentials.OfSystemd, of.GetRequiredService<StoreProfile>().Identity.Box));
        services.AddSingleton<BoxClock>();
        services.AddSingleton<ServerCertificate>();
        services.AddSingleton<RegisterBook>();
        services.AddSingleton<Strangers>();
        services.AddSingleton(of => new PairingDesk(
            of.GetRequiredService<TimeProvider>(), () => $"{RandomNumberGenerator.GetInt32(1_000_000):D6}"));
        services.AddSingleton<RegisterPairing>();
        services.AddSingleton<Doors>();
        services.AddSingleton<Doorkeeper>();
        services.AddSingleton(of => new CertificateEnds(of.GetRequiredService<IOptions<GatewayOptions>>().Value,
            of.GetRequiredService<ServerCertificate>, of.GetRequiredService<BoxAuthority>));
    }

    // In the order they start; they stop in the reverse order, after the calls have ended.
    private static void AddLoops(IServiceCollection services, IConfiguration configuration)
    {
        services.AddLoop<LedgerGuard>();
        services.AddLoop<LedgerKeeper>();
        services.AddLoop<PrivacyKeeper>();
        services.AddLoop<DiskLoop>();
        services.AddLoop<CounterLoop>();
        services.AddLoop<CounterKeeper>();
        services.AddLoop<ScanDesk>();
        services.AddLoop<DrawerDesk>();
        services.AddLoop<DeviceLoop>();
        services.AddLoop<PrintLoop>();
        services.AddLoop<PaymentLoop>();
        if (configuration.GetValue("HeadOffice:Embedded", false))
            services.AddHeadOffice(withBroker: true);
        services.AddSingleton<BoxHealth>();
        services.AddSingleton<SellingHindrances>();
        services.AddSingleton<StatusReading>();
        services.AddSingleton(of => new BookLayers(of.GetRequiredService<CatalogueShelf>(), of.GetRequiredService<StoreProfile>(),
            dataset => of.GetRequiredService<DatasetShelf>().CurrentRowsOf(dataset), of.GetRequiredService<TimeProvider>(),
            of.GetRequiredService<ILogger<BookLayers>>()));
        services.AddSingleton(of => new OtherStores(() => of.GetRequiredService<DatasetShelf>().CurrentOf(OtherStores.Name),
            of.GetRequiredService<StoreProfile>()));
        services.AddSingleton(of => new CustomerBook(() => of.GetRequiredService<DatasetShelf>().CurrentOf(CustomerBook.Name)));
        services.AddSingleton(of => new OrderBook(() => of.GetRequiredService<DatasetShelf>().CurrentOf(OrderBook.Name),
            of.GetRequiredService<StoreProfile>().Identity.Box));
        services.AddSingleton<OrderShowing>();
        services.AddSingleton<OrderDesk>();
        services.AddSingleton<OrderWatch>();
        services.AddSingleton<LoyaltyDesk>();
        services.AddSingleton<CustomerExport>();
        AddStaff(services);
        services.AddSingleton<CounterQuiet>();
        services.AddLoop<QuietRestart>();
        services.AddSingleton(of => new UpdateFolder(of.GetRequiredService<DataFolder>().UpdateFolder,
            of.GetRequiredService<IOptions<UpdateOptions>>().Value.OutcomeFolder));
        services.AddSingleton(of => new SoftwareUse(of.GetRequiredService<UpdateFolder>(),
            of.GetRequiredService<IOptions<UpdateOptions>>().Value.KeysFolder, of.GetRequiredService<IOptions<UpdateOptions>>().Value.Take,
            of.GetRequiredService<DiskWatch>(), of.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DatasetKeeper>();
        services.AddSingleton(of => of.GetRequiredService<DatasetKeeper>().Shelf);
        services.AddHostedService(of => of.GetRequiredService<DatasetKeeper>());
        services.AddLoop<UpdateLoop>();
        AddReceipts(services);
        AddHelp(services);
        services.AddSingleton<BackupContent>();
        services.AddSingleton<BackupDesk>();
        services.AddLoop<BackupLoop>();
        services.AddLoop<HeadOfficeLink>();
        services.AddLoop<CertificateKeeper>();
        services.AddLoop<WatchdogLoop>();
        services.AddSingleton<BasketDesk>();
        services.AddSingleton<BasketShowing>();
        services.AddSingleton<SaleCompletion>();
        services.AddSingleton<SaleUndoing>();
        services.AddSingleton<TillDesk>();
        services.AddSingleton<SellingDesk>();
        services.AddSingleton<StockDesk>();
        services.AddSingleton<StockWatch>();
        services.AddSingleton<StockReading>();
        services.AddSingleton<ItemCodes>();
        services.AddSingleton<ItemDesk>();
        services.AddSingleton<WeighDesk>();
        services.AddSingleton<IGiftCardIssuer, StoreGiftCards>();
        services.AddSingleton<GiftCardDesk>();
        services.AddSingleton<Pulse>();
        services.AddSingleton<DeviceFeed>();
        services.AddSingleton<DeviceClaims>();
        services.AddSingleton<DeviceShelf>();
        services.AddSingleton<DeviceChoice>();
        services.AddSingleton<DeviceTest>();
        services.AddSingleton(of => new DisplayFollower(
            of.GetRequiredService<DeviceShelf>().Of<CustomerDisplay>, of.GetRequiredService<StoreProfile>().Language));
        services.AddSingleton<PrinterPort>();
        services.AddSingleton<PaymentTenders>();
        services.AddSingleton<PaymentWatch>();
        services.AddSingleton<PaymentTerminals>();
        services.AddSingleton<PaymentEnds>();
        services.AddSingleton<PaymentTidying>();
        services.AddSingleton<PaymentDesk>();
        services.AddSingleton<LabelWording>();
        services.AddSingleton<LabelBook>();
        services.AddSingleton<LabelDesk>();
        services.AddSingleton<Documents>();
        services.AddSingleton<SlipQueue>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout =
            TimeSpan.FromSeconds(configuration.GetValue("Gateway:StopSeconds", 5)));
    }

    private static void AddStaff(IServiceCollection services)
    {
        services.AddSingleton(of => new StaffBook(() => of.GetRequiredService<DatasetShelf>().CurrentOf(StaffBook.Name)));
        services.AddSingleton(of => PinFile.Open(of.GetRequiredService<DataFolder>().Path, Credentials.OfSystemd));
        services.AddSingleton<PinTries>();
        services.AddSingleton<StaffNotes>();
        services.AddSingleton<SignIns>();
        services.AddSingleton<StaffDesk>();
        services.AddSingleton<ApprovalDesk>();
        services.AddSingleton<LeaveDesk>();
        services.AddSingleton<RegisterKinds>();
        services.AddSingleton<CallBudgets>();
        services.AddSingleton<AccessDesk>();
    }

    private static void AddReceipts(IServiceCollection services)
    {
        services.AddSingleton(of =>
        {
            var key = of.GetRequiredService<IOptions<RelaySettings>>().Value
                .HeadOfficeKey(of.GetRequiredService<IOptions<HeadOfficeOptions>>().Value);
            return new ReceiptQuestions(of.GetRequiredService<StoreProfile>().Identity, key,
                () => RandomNumberGenerator.GetBytes(ReceiptSignature.NonceBytes), of.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton(of => new ReceiptDesk(of.GetRequiredService<LedgerReader>(), of.GetRequiredService<ReceiptQuestions>(),
            of.GetRequiredService<SellingDesk>(), of.GetRequiredService<StoreProfile>(),
            () => of.GetRequiredService<HeadOfficeLink>().Now.State != LinkState.Off, of.GetRequiredService<TimeProvider>()));
    }

    private static void AddHelp(IServiceCollection services)
    {
        services.AddSingleton(of => new HelpFacts(of.GetRequiredService<BoxHealth>(), of.GetRequiredService<LedgerReader>(),
            of.GetRequiredService<LedgerWriter>(), of.GetRequiredService<PaymentWatch>(), of.GetRequiredService<DataFolder>(),
            () => of.GetRequiredService<HeadOfficeLink>().Now, of.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DiagnosisBundle>();
        services.AddSingleton<RestartOrder>();
        services.AddSingleton<HelpDesk>();
    }

    private static void AddCalls(WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddOptions<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>()
            .Configure<IOptions<GatewayOptions>, IServiceProvider>((kestrel, gateway, of) =>
                kestrel.Listen(gateway.Value, of.GetRequiredService<Doors>, of.GetRequiredService<DataFolder>()));
        builder.WebHost.UseSockets(Listening.ForOwnerAndGroup);
        builder.Services.AddGrpc(grpc =>
        {
            grpc.Interceptors.Add<FaultInterceptor>();
            grpc.Interceptors.Add<AccessInterceptor>();
        }) // Strangers may call this one: they get no room for large messages.
            .AddServiceOptions<RegistersService>(registers => registers.MaxReceiveMessageSize = RegistersService.LargestMessage);
        // What is called with every item is made once, not for every call.
        builder.Services.AddSingleton<FaultInterceptor>();
        builder.Services.AddSingleton<IReadOnlyList<Google.Protobuf.Reflection.ServiceDescriptor>>(Described);
        builder.Services.AddSingleton<AccessInterceptor>();
        builder.Services.AddSingleton<CheckoutService>();
        builder.Services.AddSingleton<ScanService>();
        builder.Services.AddSingleton<IServiceMethodProvider<ScanService>, ScanService.Methods>();
        builder.Services.AddSingleton(new ReflectionServiceImpl(Described));
        builder.Services.AddSingleton(new ReflectionV1ServiceImpl(Described));
        builder.Services.AddGrpcHealthChecks(health =>
        {
            health.Services.Map("", check => check.Name == "selling");
            health.Services.Map("selling", check => check.Name == "selling");
            health.Services.Map("disk", check => check.Name == "disk");
        }).AddCheck<SellingHealth>("selling").AddCheck<DiskHealth>("disk");
    }

    private static void AddLoop<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TLoop>(
        this IServiceCollection services) where TLoop : BackgroundService
    {
        services.AddSingleton<TLoop>();
        services.AddHostedService(of => of.GetRequiredService<TLoop>());
    }
}
