-- Who asks ad hoc questions on the page Explore has a role, and a login, of its own: a query cannot
-- take back rights that its session never had. The server gives it a password when it starts; where
-- the role is missing, because the migrating user may not create any, the page offers no queries.
DO $$
BEGIN
  IF to_regrole('tidemark_explorer') IS NULL THEN
    BEGIN
      CREATE ROLE tidemark_explorer NOLOGIN NOINHERIT NOCREATEDB NOCREATEROLE CONNECTION LIMIT 4;
    EXCEPTION
      WHEN insufficient_privilege THEN
        RAISE NOTICE 'Role tidemark_explorer is not created: % has no right to', current_user;
      -- Another database of the same server is being migrated at the same time.
      WHEN duplicate_object OR unique_violation THEN
        NULL;
    END;
  END IF;
  IF to_regrole('tidemark_explorer') IS NOT NULL THEN
    BEGIN
      EXECUTE format('GRANT USAGE ON SCHEMA %I TO tidemark_explorer', current_schema());
      ALTER ROLE tidemark_explorer SET default_transaction_read_only = on;
      ALTER ROLE tidemark_explorer SET statement_timeout = '10s';
      ALTER ROLE tidemark_explorer SET timezone = 'UTC';
    EXCEPTION
      WHEN insufficient_privilege THEN
        RAISE NOTICE 'Role tidemark_explorer belongs to somebody else';
    END;
  END IF;
END
$$;

-- Figures, the star schema and the answers about them; single events stay with their readers.
DO $$
DECLARE
  name text;
BEGIN
  IF to_regrole('tidemark_explorer') IS NOT NULL THEN
    FOREACH name IN ARRAY ARRAY['page_view_counts', 'active_users', 'host_traffic',
      'aggregated_web_traffic', 'source_traffic', 'geo_traffic', 'client_traffic', 'ledger',
      'dim_date', 'dim_product', 'dim_country', 'dim_referrer', 'dim_device',
      'fact_product_views', 'fact_product_views_hourly', 'daily_interactions',
      'worldwide_interactions', 'city_shares', 'interaction_changes', 'interaction_forecast',
      'product_views', 'top_products', 'product_trend'] LOOP
      EXECUTE format('GRANT SELECT ON %I TO tidemark_explorer', name);
    END LOOP;
  END IF;
END
$$;
