using EdgePos.HeadOffice;
using Microsoft.Extensions.Options;

namespace EdgePos.Gateway;

/// <summary>The sections of the settings: bound, checked at start, and told about in one line when wrong.</summary>
internal static class Settings
{
    /// <summary>Binds every section and has it checked before anything starts.</summary>
    public static void AddSettings(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StoreOptions>().Bind(configuration.GetSection("Store"), Strict).ValidateOnStart();
        services.AddOptions<GatewayOptions>().Bind(configuration.GetSection("Gateway"), Strict).ValidateOnStart();
        services.AddOptions<BarcodeOptions>().Bind(configuration.GetSection("Barcodes"), Strict).ValidateOnStart();
        services.AddOptions<TillOptions>().Bind(configuration.GetSection("Till"), Strict).ValidateOnStart();
        services.AddOptions<SellingOptions>().Bind(configuration.GetSection("Selling"), Strict).ValidateOnStart();
        services.AddOptions<StaffOptions>().Bind(configuration.GetSection("Staff"), Strict).ValidateOnStart();
        services.AddOptions<PrivacyOptions>().Bind(configuration.GetSection("Privacy"), Strict).ValidateOnStart();
        services.AddOptions<BackupOptions>().Bind(configuration.GetSection("Backup"), Strict).ValidateOnStart();
        services.AddOptions<StockOptions>().Bind(configuration.GetSection("Stock"), Strict).ValidateOnStart();
        services.AddOptions<DevicesOptions>()
            .Configure(devices => configuration.GetSection("Devices").Bind(devices.All, Strict)).ValidateOnStart();
        services.AddOptions<RelaySettings>().Bind(configuration.GetSection("Relay"), Strict).ValidateOnStart();
        services.AddOptions<UpdateOptions>().Bind(configuration.GetSection("Update"), Strict).ValidateOnStart();
        services.AddOptions<HeadOfficeOptions>().Bind(configuration.GetSection("HeadOffice"), Strict).ValidateOnStart();
        services.PostConfigure<HeadOfficeOptions>(headOffice => FollowGateway(headOffice, configuration));
        services.AddSingleton<IValidateOptions<RelaySettings>, RelaySettingsValidator>();
        services.AddSingleton<IValidateOptions<UpdateOptions>, UpdateOptionsValidator>();
        services.AddSingleton<IValidateOptions<HeadOfficeOptions>, HeadOfficeOptionsValidator>();
        services.AddSingleton<IValidateOptions<StoreOptions>, StoreOptionsValidator>();
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.AddSingleton<IValidateOptions<BarcodeOptions>, BarcodeOptionsValidator>();
        services.AddSingleton<IValidateOptions<TillOptions>, TillOptionsValidator>();
        services.AddSingleton<IValidateOptions<SellingOptions>, SellingOptionsValidator>();
        services.AddSingleton<IValidateOptions<StaffOptions>, StaffOptionsValidator>();
        services.AddSingleton<IValidateOptions<PrivacyOptions>, PrivacyOptionsValidator>();
        services.AddSingleton<IValidateOptions<BackupOptions>, BackupOptionsValidator>();
        services.AddSingleton<IValidateOptions<StockOptions>, StockOptionsValidator>();
        services.AddSingleton<IValidateOptions<DevicesOptions>, DevicesOptionsValidator>();
    }

    /// <summary>Checks all sections at once, before the host is built: building it already reads the first one, alone.</summary>
    public static void Check(IConfiguration configuration)
    {
        var settings = new ServiceCollection();
        settings.AddSettings(configuration);
        using var provider = settings.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }

    /// <summary>What is wrong with settings, in a line; null: nothing.</summary>
    public static string? Problem(IConfiguration configuration)
    {
        try
        {
            Check(configuration);
            return null;
        }
        catch (Exception wrong) when (About(wrong) is { } sentences)
        {
            return string.Join("; ", sentences);
        }
    }

    /// <summary>What an exception says of settings, a sentence for each that is wrong; null: it is about something else.</summary>
    public static IReadOnlyList<string>? About(Exception wrong) => wrong switch
    {
        OptionsValidationException one => [.. one.Failures.Select(failure => SectionOf(one) + failure)],
        AggregateException { InnerExceptions: var several } when several.All(inner => inner is OptionsValidationException) =>
            [.. several.SelectMany(inner => About(inner)!)],
        InvalidDataException or FormatException => [Sentence(wrong)],
        InvalidOperationException when wrong.Message.Contains("onfiguration", StringComparison.Ordinal) => [Sentence(wrong)],
        _ => null,
    };

    private static string SectionOf(OptionsValidationException wrong) =>
        wrong.OptionsType.Name.Replace("Options", ":", StringComparison.Ordinal);

    // The innermost sentence says most; the outer one names the setting.
    private static string Sentence(Exception wrong) =>
        wrong.InnerException is { } inner ? $"{wrong.Message} {inner.Message}" : wrong.Message;

    // An embedded head office is this box's own: it serves the box's tenant and keeps its books beside the ledger.
    private static void FollowGateway(HeadOfficeOptions headOffice, IConfiguration configuration)
    {
        if (!headOffice.Embedded)
            return;
        headOffice.Tenant = configuration["Store:Tenant"] ?? headOffice.Tenant;
        headOffice.DataFolder = Path.Combine(configuration["Gateway:DataFolder"] ?? "", "headoffice");
    }

    // A setting that nobody knows is a typing error, and it is told.
    private static void Strict(BinderOptions binder) => binder.ErrorOnUnknownConfiguration = true;
}
